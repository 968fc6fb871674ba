import { cutTo } from '../../trace/words/one-line.js';
import { stepText } from '../../trace/words/step-text.js';
import { coverageText } from '../coverage/coverage-text.js';
import type { ExploreReport } from '../explore.js';
import type { FailureExplanation } from './failure-explanation.js';
import type { LivingActor } from './living-actor.js';
import { lineOf, type ReportLine, USUAL_WIDTH, wrap } from './report-line.js';
import type { SavedFailure } from './saved-failure.js';
import type { RecordedStep } from './schedule-record.js';
import { drawSchedule } from './schedule-picture.js';
import { statisticsLines } from './statistics-text.js';

/** A replay line longer than this, ten lines of a terminal, goes to the file alone. */
const LONGEST_REPLAY = 1000;
const MOST_MESSAGE_LINES = 3;
/** Of more actors than this the first are told, so that a report stays on one screen. */
const MOST_LIVING = 12;

export interface ReportOptions {
  /** Where the failure was saved, if it was to be. */
  readonly saved?: SavedFailure | undefined;
  /** How many columns a line takes at the most, but for a replay line; 100 unless given. */
  readonly width?: number;
}

/**
 * What an exploration found, in lines for a terminal.
 *
 * @param explanation - of its failure, if it has one
 */
export function reportLines(
  report: ExploreReport,
  explanation: FailureExplanation | undefined,
  { saved, width = USUAL_WIDTH }: ReportOptions = {},
): ReportLine[] {
  const { verdict, strategy, seed, statistics } = report;
  const found =
    explanation === undefined
      ? [
          lineOf(verdict, verdict === 'inconclusive' ? 'bad' : 'good'),
          ...reasonsOf(report).flatMap((reason) => plainLines(reason, width, MOST_MESSAGE_LINES)),
        ]
      : [...failureLines(explanation, saved, width), lineOf('')];
  return [
    ...found,
    lineOf(`Strategy   ${strategy}, seed ${seed}`),
    ...statisticsLines(statistics),
    ...auditLines(report, width),
    ...coverageLines(report, width),
  ];
}

/** Why nobody knows whether the system holds. */
function reasonsOf({ unfinished, audit }: ExploreReport): string[] {
  return [
    ...(unfinished === undefined ? [] : [unfinished.message]),
    ...(audit?.difference === undefined ? [] : [NOT_THE_SAME_TWICE]),
  ];
}

const NOT_THE_SAME_TWICE =
  'the system does not do the same twice under one schedule, so that what was seen says little; see the audit';

/** The lines as one text. */
export function textOf(lines: readonly ReportLine[]): string {
  return lines.map(({ text }) => text).join('\n');
}

function failureLines(
  explanation: FailureExplanation,
  saved: SavedFailure | undefined,
  width: number,
): ReportLine[] {
  const { property, message, stack, steps, exchange, living, isRepeatable, replay } = explanation;
  return [
    lineOf(`failed: ${property}`, 'bad'),
    ...plainLines(message, width, MOST_MESSAGE_LINES),
    ...(stack.length === 0 ? [] : [lineOf('the property threw this:', 'quiet')]),
    ...stack.map((line) => lineOf(cutTo(`  ${line}`, width), 'quiet')),
    lineOf(placeText(explanation)),
    lineOf(originText(explanation)),
    lineOf(''),
    ...(steps.length === 0 ? [] : [...drawSchedule(steps, exchange, width), lineOf('')]),
    ...(isRepeatable && steps.length > 0
      ? [...wrap(exchangeText(explanation), width, 3).map((line) => lineOf(line, 'marked')), lineOf('')]
      : []),
    ...(living === undefined ? [] : [...livingLines(living, width), lineOf('')]),
    ...(isRepeatable
      ? []
      : [...wrap(NOT_REPEATABLE, width, 3).map((line) => lineOf(line, 'marked')), lineOf('')]),
    ...replayLines(replay, saved),
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

/**
 * `20 decisions, the fewest with which it can happen; found in schedule 1, with 21`. Only where a search has shown it
 * are they called the fewest.
 */
function originText({
  steps,
  schedule,
  foundWith,
  isShortest,
  isShrunk,
  openTasks,
}: FailureExplanation): string {
  if (steps.length === 0) {
    const others =
      openTasks.length === 0
        ? 'no schedule can do otherwise'
        : `nothing was left to decide, but ${openTasks.join('; ')}, may still have sent something`;
    return `${others}; found in schedule ${schedule}`;
  }
  const length = steps.length === 1 ? '1 decision' : `${steps.length} decisions`;
  const unproven = isShrunk
    ? ', the fewest that were found; whether fewer can do it is not known'
    : ', not shrunk';
  const fewest = isShortest ? ', the fewest with which it can happen' : unproven;
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

function livingLines(living: readonly LivingActor[], width: number): ReportLine[] {
  const more = living.length - MOST_LIVING;
  return [
    lineOf('Who is left:', 'quiet'),
    ...living.slice(0, MOST_LIVING).map((actor) => lineOf(cutTo(`  ${livingText(actor)}`, width))),
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

function replayLines(replay: string, saved: SavedFailure | undefined): ReportLine[] {
  const files = saved !== undefined && 'schedule' in saved ? saved : undefined;
  const isShort = replay.length <= LONGEST_REPLAY || files === undefined;
  return [
    lineOf(`replay('${isShort ? replay : files.schedule}')`),
    ...(files === undefined
      ? []
      : [lineOf(`Saved      ${files.schedule}`, 'quiet'), lineOf(`Diagram    ${files.diagram}`, 'quiet')]),
    ...(saved !== undefined && 'problem' in saved
      ? [lineOf(`It could not be saved: ${saved.problem}`, 'marked')]
      : []),
  ];
}

function auditLines({ audit }: ExploreReport, width: number): ReportLine[] {
  if (audit === undefined) {
    return [];
  }
  const { schedules, difference } = audit;
  if (difference === undefined) {
    return [lineOf(`Audit      ${schedules} run twice more, and the same each time`)];
  }
  const [first = '', ...rest] = wrap(difference.message, width - MARGIN.length, MOST_AUDIT_LINES);
  return [lineOf(`Audit      ${first}`, 'bad'), ...rest.map((line) => lineOf(`${MARGIN}${line}`, 'bad'))];
}

function coverageLines({ coverage }: ExploreReport, width: number): ReportLine[] {
  if (coverage === undefined) {
    return [];
  }
  return [
    lineOf(''),
    ...coverageText(coverage)
      .split('\n')
      .flatMap((line) => gapLines(line, width)),
  ];
}

/** A line of the table as it is; what never came about, in as many lines as it takes. */
function gapLines(line: string, width: number): ReportLine[] {
  if (line.length <= width) {
    return [lineOf(line)];
  }
  const [first = '', ...rest] = wrap(line, width - INDENT.length, line.length);
  return [lineOf(first), ...rest.map((more) => lineOf(`${INDENT}${more}`))];
}

function plainLines(text: string, width: number, most: number): ReportLine[] {
  return wrap(text, width, most).map((line) => lineOf(line));
}

/** What stands before the second line of something that has a name. */
const MARGIN = ' '.repeat(11);
const INDENT = '  ';
const MOST_AUDIT_LINES = 6;
