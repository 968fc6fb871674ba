import { changeText } from '../words/state-text.js';
import { OUTSIDE } from '../../bus/address.js';
import { cutTo, inOneLine } from '../words/one-line.js';
import { stepName } from '../words/step-text.js';
import { FIRST_GONE, type LaneActor, type LaneData, OUTSIDE_INDEX } from './page/lane-data.js';
import { PictureError } from './picture-error.js';
import { type Section, SectionFilter } from './section.js';
import type { Series } from './series.js';
import type { StoryItem, StoryLife, StoryStep } from './trace-story.js';

/** The most steps that one page may have. */
const MOST_LANE_STEPS = 200_000;

/** Actors of one logic that are more than these are folded into one lane. */
const MOST_UNFOLDED = 12;

const LONGEST_TEXT = 160;

/**
 * Gathers what a swim-lane chart of a section of a trace shows.
 *
 * @throws PictureError where the section has too many steps or none, or a series is none of the trace's
 */
export async function gatherLanes(
  story: AsyncIterable<StoryItem>,
  section: Section,
  series: readonly Series[],
): Promise<LaneData> {
  const lanes = new LaneGatherer(section, series);
  for await (const item of story) {
    if (item.kind === 'header') {
      lanes.system = item.header.system;
    } else if (item.kind === 'step') {
      lanes.step(item.step);
    } else if (item.kind === 'end') {
      lanes.end(item.time);
    }
  }
  return lanes.data();
}

/** A life, while it is gathered. */
interface OpenLife {
  readonly label: string;
  readonly group: number;
  readonly states: number[];
  readonly since: number[];
  until: number;
}

/** A group, while it is gathered: the index of each of its states. */
interface OpenGroup {
  readonly index: number;
  readonly states: Map<string, number>;
}

class LaneGatherer {
  system = '';
  readonly #filter: SectionFilter;
  readonly #series: readonly {
    readonly reader: Series;
    readonly since: number[];
    readonly values: number[];
  }[];
  readonly #groups = new Map<string, OpenGroup>();
  readonly #groupList: OpenGroup[] = [];
  readonly #texts = new Map<string, number>();
  /** The lives of the section, and the index of each by its label. */
  readonly #actors: OpenLife[] = [];
  readonly #indexes = new Map<string, number>();
  /** Those that had ended before the section, and are heard of in it. */
  readonly #gone: string[] = [];
  /** The lives that began, and have not ended, before the section. */
  readonly #earlier = new Map<string, StoryLife>();
  readonly #times: number[] = [];
  readonly #events: number[] = [];
  readonly #changes: number[] = [];
  readonly #senders: number[] = [];
  readonly #receivers: number[] = [];
  readonly #causes: number[] = [];
  #first = 0;
  #count = 0;
  #end = 0;
  #isBehind = false;

  constructor({ from, to }: Section, series: readonly Series[]) {
    this.#filter = new SectionFilter({ from, to });
    this.#series = series.map((reader) => ({ reader, since: [], values: [] }));
  }

  step(step: StoryStep): void {
    const isTaken = this.#filter.takes(step);
    const position = this.#times.length;
    for (const { reader, since, values } of this.#series) {
      const value = reader.read(step);
      if (value !== undefined && !this.#isBehind) {
        // What it was before the section is what it is at its beginning.
        if (!isTaken) {
          since.length = 0;
          values.length = 0;
        }
        since.push(isTaken ? position : 0);
        values.push(value);
      }
    }
    if (isTaken && ++this.#count <= MOST_LANE_STEPS) {
      this.#take(step, position);
    } else if (this.#count === 0) {
      this.#skip(step);
    } else if (!this.#isBehind) {
      this.#isBehind = true;
      this.#end = step.time;
    }
  }

  end(time: number): void {
    if (!this.#isBehind) {
      this.#end = time;
    }
  }

  data(): LaneData {
    this.#filter.check(this.#count);
    if (this.#count > MOST_LANE_STEPS) {
      throw new PictureError(
        'too-large',
        `there are ${this.#count} steps to draw, and a page takes ${MOST_LANE_STEPS}`,
      );
    }
    for (const { reader } of this.#series) {
      reader.check();
    }
    const length = this.#times.length;
    const sizes = Array.from({ length: this.#groups.size }, () => 0);
    const actors = this.#actors.map(({ label, group, states, since, until }): LaneActor => {
      sizes[group] = (sizes[group] ?? 0) + 1;
      return { label: fit(label), group, states, since, until: until === -1 ? length : until };
    });
    return {
      system: fit(this.system),
      first: this.#first,
      times: this.#times,
      end: this.#end,
      texts: [...this.#texts.keys()],
      events: this.#events,
      changes: this.#changes,
      senders: this.#senders,
      receivers: this.#receivers,
      causes: this.#causes,
      groups: [...this.#groups].map(([name, { index, states }]) => ({
        name: fit(name),
        states: [...states.keys()],
        isFolded: (sizes[index] ?? 0) > MOST_UNFOLDED,
      })),
      actors,
      gone: this.#gone.map(fit),
      series: this.#series
        .filter(({ since }) => since.length > 0)
        .map(({ reader, since, values }) => ({ name: fit(reader.name), since, values })),
    };
  }

  /** Notes, of a step before the section, who lives in which state. */
  #skip({ to, after, started, effects }: StoryStep): void {
    for (const life of started) {
      this.#earlier.set(life.label, life);
    }
    const life = this.#earlier.get(to);
    if (life !== undefined) {
      this.#earlier.set(to, { ...life, state: after });
    }
    for (const effect of effects) {
      if (effect.effect === 'end') {
        this.#earlier.delete(effect.actor);
      }
    }
  }

  #take(step: StoryStep, position: number): void {
    const { index, time, to, from, after, cause, effects } = step;
    if (position === 0) {
      this.#first = index;
      for (const life of this.#earlier.values()) {
        this.#begin(life, 0);
      }
    }
    // Before those that start: an actor may be named like one that had ended.
    const sender = step.kind === 'start' || from === OUTSIDE ? OUTSIDE_INDEX : this.#indexOf(from);
    for (const life of step.started) {
      this.#begin(life, position);
    }
    this.#enter(to, after.state, position);
    this.#times.push(time);
    const change = changeText({ ...step, isIgnored: false });
    this.#events.push(this.#textIndex(stepName(step)));
    this.#changes.push(change === '' || change === step.before?.state ? -1 : this.#textIndex(change));
    this.#senders.push(sender);
    this.#receivers.push(this.#indexOf(to));
    this.#causes.push(cause === undefined || cause < this.#first ? -1 : cause - this.#first);
    for (const effect of effects) {
      if (effect.effect === 'end') {
        const life = this.#actors[this.#indexes.get(effect.actor) ?? -1];
        if (life?.until === -1) {
          life.until = position + 1;
        }
      }
    }
  }

  #indexOf(label: string): number {
    const index = this.#indexes.get(label);
    if (index !== undefined) {
      return index;
    }
    const place = this.#gone.indexOf(label);
    return FIRST_GONE - (place === -1 ? this.#gone.push(label) - 1 : place);
  }

  #begin({ label, source, state }: StoryLife, position: number): void {
    let group = this.#groups.get(source);
    if (group === undefined) {
      group = { index: this.#groups.size, states: new Map() };
      this.#groups.set(source, group);
      this.#groupList.push(group);
    }
    this.#indexes.set(label, this.#actors.length);
    this.#actors.push({ label, group: group.index, states: [], since: [], until: -1 });
    this.#enterAs(label, stateIndex(group.states, state.state), position);
  }

  #enter(label: string, state: string, position: number): void {
    const life = this.#actors[this.#indexes.get(label) ?? -1];
    const group = this.#groupList[life?.group ?? -1];
    if (group !== undefined) {
      this.#enterAs(label, stateIndex(group.states, state), position);
    }
  }

  #enterAs(label: string, state: number, position: number): void {
    const life = this.#actors[this.#indexes.get(label) ?? -1];
    if (life?.until === -1 && life.states.at(-1) !== state) {
      life.states.push(state);
      life.since.push(position);
    }
  }

  #textIndex(text: string): number {
    const fitting = fit(text);
    const index = this.#texts.get(fitting) ?? this.#texts.size;
    this.#texts.set(fitting, index);
    return index;
  }
}

function stateIndex(states: Map<string, number>, state: string): number {
  const name = state === '' ? 'active' : fit(state);
  const index = states.get(name) ?? states.size;
  states.set(name, index);
  return index;
}

function fit(text: string): string {
  return cutTo(inOneLine(text), LONGEST_TEXT);
}
