import { cutTo } from '../../trace/words/one-line.js';
import { stepText } from '../../trace/words/step-text.js';
import type { ExploreReport } from '../explore.js';
import type { FailureExplanation } from './failure-explanation.js';
import type { LivingActor } from './living-actor.js';
import { lineOf, type ReportLine, WIDTH, wrap } from './report-line.js';
import type { RecordedStep } from './schedule-record.js';
import { drawSchedule } from './schedule-picture.js';
import { statisticsLines } from './statistics-text.js';

/** A replay line longer than this goes to the file alone. */
const LONGEST_REPLAY = 1000;
const MOST_MESSAGE_LINES = 3;
/** Of more actors than this the first are told, so that a report stays on one screen. */
const MOST_LIVING = 12;

/**
 * What an exploration found, in lines for a terminal of 100 columns.
 *
 * @param explanation - of its failure, if it has one
 * @param diagram - the path of the file with the sequence diagram and the replay line, if there is one
 */
export function reportLines(
  report: ExploreReport,
  explanation: FailureExplanation | undefined,
  diagram?: string,
): ReportLine[] {
  const { verdict, strategy, seed, statistics, unfinished } = report;
  const found =
    explanation === undefined
      ? [
          lineOf(verdict, verdict === 'inconclusive' ? 'bad' : 'good'),
          ...(unfinished === undefined
            ? []
            : wrap(unfinished.message, WIDTH, MOST_MESSAGE_LINES).map((line) => lineOf(line))),
        ]
      : [...failureLines(explanation, diagram), lineOf('')];
  return [...found, lineOf(`Strategy   ${strategy}, seed ${seed}`), ...statisticsLines(statistics)];
}

/** The lines as one text. */
export function textOf(lines: readonly ReportLine[]): string {
  return lines.map(({ text }) => text).join('\n');
}

function failureLines(explanation: FailureExplanation, diagram: string | undefined): ReportLine[] {
  const { property, message, steps, exchange, living, isRepeatable, replay } = explanation;
  return [
    lineOf(`failed: ${property}`, 'bad'),
    ...wrap(message, WIDTH, MOST_MESSAGE_LINES).map((line) => lineOf(line)),
    lineOf(placeText(explanation)),
    lineOf(originText(explanation)),
    lineOf(''),
    ...drawSchedule(steps, exchange),
    lineOf(''),
    ...(isRepeatable
      ? [...wrap(exchangeText(explanation), WIDTH, 2).map((line) => lineOf(line, 'marked')), lineOf('')]
      : []),
    ...(living === undefined ? [] : [...livingLines(living), lineOf('')]),
    ...(isRepeatable ? [] : [lineOf(NOT_REPEATABLE, 'marked'), lineOf('')]),
    ...replayLines(replay, diagram),
  ];
}

const NOT_REPEATABLE =
  'The same schedule, run again, did not fail so: look for Math.random, Date.now, or state outside of contexts.';

function placeText({ place, steps }: FailureExplanation): string {
  if (place === undefined) {
    return steps.length === 0 ? 'at the start' : `behind decision ${steps.length}`;
  }
  const { address, state, decision } = place;
  const where = state === '' ? `in ${address}` : `in ${address}, which was in ${state}`;
  return decision === undefined ? `${where}, at the end` : `${where}, at decision ${decision}`;
}

function originText({ steps, schedule, foundWith, isShortest }: FailureExplanation): string {
  const length = steps.length === 1 ? '1 decision' : `${steps.length} decisions`;
  const fewest = isShortest ? ', the fewest with which it can happen' : '';
  const found = foundWith === steps.length ? '' : `, with ${foundWith}`;
  return `${length}${fewest}; found in schedule ${schedule}${found}`;
}

/** `Had 16 (rail.take, John to kitchen) come before 15 (…), it would have held.` */
function exchangeText({ steps, exchange }: FailureExplanation): string {
  if (exchange === undefined) {
    return 'No two decisions were found that, the other way round, would have made it hold.';
  }
  const { earlier, later } = exchange;
  const waited =
    later.index > steps.length ? `${journeyText(later)}, which was on its way,` : nameText(later);
  return `Had ${waited} come before ${nameText(earlier)}, it would have held.`;
}

function nameText(step: RecordedStep): string {
  return `${step.index} (${journeyText(step)})`;
}

function journeyText(step: RecordedStep): string {
  const { kind, from, to, event } = step;
  const what = kind === 'deliver' ? event.type : stepText(step);
  return from === to ? `${what} of ${to}` : `${what}, ${from} to ${to}`;
}

function livingLines(living: readonly LivingActor[]): ReportLine[] {
  const more = living.length - MOST_LIVING;
  return [
    lineOf('Who is left:', 'quiet'),
    ...living.slice(0, MOST_LIVING).map((actor) => lineOf(cutTo(`  ${livingText(actor)}`, WIDTH))),
    ...(more > 0 ? [lineOf(`  … and ${more} more`, 'quiet')] : []),
    ...(living.some(({ waiting }) => waiting.length > 0) ? [] : [lineOf('Nothing waits in any lane.')]),
  ];
}

/** `fork-1: in held; takes put` */
function livingText({ address, state, accepts, waiting, task }: LivingActor): string {
  const takes = accepts.length === 0 ? 'takes nothing' : `takes ${accepts.join(', ')}`;
  const parts = [
    ...(state === '' ? [] : [`in ${state}`]),
    task === undefined ? takes : `the ${task} has not settled`,
    ...(waiting.length === 0 ? [] : [`in its lanes: ${waiting.join(', ')}`]),
  ];
  return `${address}: ${parts.join('; ')}`;
}

function replayLines(replay: string, diagram: string | undefined): ReportLine[] {
  const isShort = replay.length <= LONGEST_REPLAY || diagram === undefined;
  const line = isShort ? `replay('${replay}')` : `replay('${replay.slice(0, 40)}…'), in full in ${diagram}`;
  return [
    lineOf(line),
    ...(diagram === undefined ? [] : [lineOf(`The sequence diagram is in ${diagram}`, 'quiet')]),
  ];
}
