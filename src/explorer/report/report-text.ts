import type { ExploreReport } from '../explore.js';
import type { FailureExplanation } from './failure-explanation.js';
import type { LivingActor } from './living-actor.js';
import { lineOf, type ReportLine } from './report-line.js';
import type { RecordedStep } from './schedule-record.js';
import { drawSchedule, stepText } from './schedule-picture.js';
import { statisticsLines } from './statistics-text.js';

/** A replay line longer than this goes to the file alone. */
const LONGEST_REPLAY = 1000;

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
          ...(unfinished === undefined ? [] : [lineOf(unfinished.message)]),
        ]
      : [...failureLines(explanation, diagram), lineOf('')];
  return [...found, lineOf(`Strategy   ${strategy}, seed ${seed}`), ...statisticsLines(statistics)];
}

/** Why a schedule fails, in lines for a terminal of 100 columns. */
export function failureLines(explanation: FailureExplanation, diagram?: string): ReportLine[] {
  const { property, message, schedule, steps, exchange, living, isRepeatable, replay } = explanation;
  return [
    lineOf(`failed: ${property}`, 'bad'),
    lineOf(message),
    lineOf(`${placeText(explanation)} of schedule ${schedule}`),
    lineOf(''),
    ...drawSchedule(steps, exchange),
    lineOf(''),
    ...(exchange === undefined ? [] : [lineOf(exchangeText(explanation), 'marked'), lineOf('')]),
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

/** `Had 16 (rail.take from John to kitchen) come before 15 (…), it would have held.` */
function exchangeText({ steps, exchange }: FailureExplanation): string {
  const name = (index: number | undefined): string => {
    const step = index === undefined ? undefined : steps[index - 1];
    return step === undefined ? '' : `${step.index} (${journeyText(step)})`;
  };
  return `Had ${name(exchange?.later)} come before ${name(exchange?.earlier)}, it would have held.`;
}

function journeyText(step: RecordedStep): string {
  const { kind, from, to, event } = step;
  const what = kind === 'deliver' ? event.type : stepText(step);
  return from === to ? `${what} of ${to}` : `${what}, ${from} to ${to}`;
}

function livingLines(living: readonly LivingActor[]): ReportLine[] {
  return [
    lineOf('Who is left:', 'quiet'),
    ...living.map(({ address, state, accepts, waiting, task }) => {
      const parts = [
        ...(state === '' ? [] : [`in ${state}`]),
        ...(task === undefined ? [] : [`runs the ${task}, which has not settled`]),
        ...(task !== undefined || accepts.length > 0 ? [] : ['takes nothing']),
        ...(accepts.length > 0 ? [`takes ${accepts.join(', ')}`] : []),
        waiting.length > 0 ? `has waiting: ${waiting.join(', ')}` : 'nothing waits for it',
      ];
      return lineOf(`  ${address}: ${parts.join('; ')}`);
    }),
  ];
}

function replayLines(replay: string, diagram: string | undefined): ReportLine[] {
  const isShort = replay.length <= LONGEST_REPLAY || diagram === undefined;
  const line = isShort ? `replay('${replay}')` : `replay('${replay.slice(0, 40)}…'), in full in ${diagram}`;
  return [
    lineOf(line),
    ...(diagram === undefined ? [] : [lineOf(`The sequence diagram is in ${diagram}`, 'quiet')]),
  ];
}
