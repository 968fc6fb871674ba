import { OUTSIDE } from '../../bus/address.js';
import { eventText } from '../words/event-text.js';
import { changeText } from '../words/state-text.js';
import { stepName } from '../words/step-text.js';
import { PictureError } from './picture-error.js';
import { type Section, SectionFilter } from './section.js';
import type { StoryItem, StoryStep } from './trace-story.js';

/** What a sequence diagram shows, before it is decided how: a column for each actor, a row for each step. */
export interface SequenceLayout {
  /** The id of the root. */
  readonly system: string;
  /** The lives that send or receive, in the order in which they come in. */
  readonly columns: readonly string[];
  /** The states of the lives that had begun before the first row. */
  readonly before: ReadonlyMap<string, string>;
  readonly rows: readonly SequenceRow[];
}

/** One step. */
export interface SequenceRow {
  readonly index: number;
  /** In milliseconds of the run's clock. */
  readonly time: number;
  /** The sender; the receiver itself where nobody else sent anything. */
  readonly from: string;
  readonly to: string;
  /** The event, in a few words. */
  readonly text: string;
  /** What it changed; empty where nothing can be seen of that. */
  readonly change: string;
  /** What became of other events: they were dead letters. */
  readonly notes: readonly string[];
  /** Whether the event was lost on its way. */
  readonly isLost: boolean;
  /** The states that lives are in from this row on, those that began in it included. */
  readonly states: ReadonlyMap<string, string>;
  readonly ended: readonly string[];
}

/**
 * Lays a section of a trace out as a sequence diagram.
 *
 * @param most - how many rows there may be
 * @throws PictureError where there are more, or none, or no such actors
 */
export async function layOutSequence(
  story: AsyncIterable<StoryItem>,
  section: Section,
  most: number,
): Promise<SequenceLayout> {
  const filter = new SectionFilter(section);
  const living = new Map<string, string>();
  const columns = new Set<string>();
  const rows: SequenceRow[] = [];
  let system = '';
  let before: ReadonlyMap<string, string> | undefined;
  let count = 0;
  for await (const item of story) {
    if (item.kind === 'header') {
      ({ system } = item.header);
    } else if (item.kind === 'step') {
      const { step } = item;
      const isTaken = filter.takes(step);
      if (before === undefined && filter.isIn(step.index)) {
        before = new Map(living);
      }
      const news = statesIn(step, filter);
      if (isTaken && ++count <= most) {
        const row = rowOf(step, news);
        columns.add(row.from).add(row.to);
        rows.push(row);
      } else if (count <= most && rows.length > 0 && filter.isIn(step.index)) {
        addToLast(rows, news);
      }
      keepUp(living, news);
    }
  }
  filter.check(count);
  if (count > most) {
    throw new PictureError('too-large', `there are ${count} steps to draw, and such a picture takes ${most}`);
  }
  return { system, columns: [...columns], before: before ?? new Map(), rows };
}

type News = Pick<SequenceRow, 'states' | 'ended'>;

function statesIn({ to, after, before, started, effects }: StoryStep, filter: SectionFilter): News {
  const states = new Map<string, string>();
  for (const { label, state } of started) {
    states.set(label, state.state);
  }
  if (before !== undefined && before.state !== after.state) {
    states.set(to, after.state);
  }
  for (const label of states.keys()) {
    if (!filter.shows(label)) {
      states.delete(label);
    }
  }
  const ended = effects.flatMap((effect) => (effect.effect === 'end' ? [effect.actor] : []));
  return { states, ended: ended.filter((label) => filter.shows(label)) };
}

function rowOf(step: StoryStep, news: News): SequenceRow {
  const { index, time, kind, from, to, effects, before } = step;
  const change = changeText({ ...step, isIgnored: false });
  return {
    index,
    time,
    from: kind === 'start' ? to : from,
    to,
    text: stepName(step),
    change: change === before?.state ? '' : change,
    notes: effects.flatMap((effect) =>
      effect.effect === 'dead-letter'
        ? [`dead letter to ${effect.to}: ${eventText(effect.event)} (${effect.reason})`]
        : [],
    ),
    isLost: (kind as string) === 'drop',
    ...news,
  };
}

/** Notes at the last row what happened behind it, in steps that are not drawn. */
function addToLast(rows: SequenceRow[], { states, ended }: News): void {
  const last = rows.at(-1);
  if (last !== undefined && (states.size > 0 || ended.length > 0)) {
    rows[rows.length - 1] = {
      ...last,
      states: new Map([...last.states, ...states]),
      ended: [...last.ended, ...ended],
    };
  }
}

function keepUp(living: Map<string, string>, { states, ended }: News): void {
  for (const [label, state] of states) {
    living.set(label, state);
  }
  for (const label of ended) {
    living.delete(label);
  }
}

/** The name of a column: that of an actor is its address. */
export function columnName(label: string): string {
  return label === OUTSIDE ? 'outside' : label;
}
