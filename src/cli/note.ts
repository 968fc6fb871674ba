import type { TraceSummary } from '../trace/trace-format.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import type { LostThread } from '../scheduler/workers/lost-actors.js';
import { coloursFor } from './colours.js';
import type { CommandError } from './command-error.js';
import type { Host } from './host.js';

/** Says something beside the results, on standard error. */
export function note(host: Host, text: string): void {
  host.stderr.say(coloursFor(host, host.stderr).dim(text));
}

/** Says how a run went; nothing where its reader has gone. */
export function noteRun(host: Host, summary: TraceSummary, scheduler: Scheduler): void {
  const { reason } = host.stop.signal as { readonly reason?: CommandError };
  if (reason?.code !== 'ERR_OUTPUT_CLOSED') {
    note(host, describeRun(summary, scheduler));
  }
}

/** Says that a thread was lost, and what became of the actors on it. */
export function noteLost(host: Host, { error, anew, ended }: LostThread): void {
  const fates = [
    ...(anew.length === 0 ? [] : [`${listed(anew)} began anew`]),
    ...(ended.length === 0 ? [] : [`${listed(ended)} ended in error`]),
  ];
  note(host, `${error.message}; ${fates.length === 0 ? 'nobody was on it' : fates.join('; ')}`);
}

/** Some of a list of addresses that may be long. */
function listed(addresses: readonly string[]): string {
  const shown = addresses.slice(0, MOST_LISTED).join(', ');
  const more = addresses.length - MOST_LISTED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

const MOST_LISTED = 5;

/** What tells one run from another, in one line: `hash 1a2b… · 57 decisions · seed 1 · cooperative fifo · virtual clock`. */
function describeRun(summary: TraceSummary, { name, settings }: Scheduler): string {
  const { status, hash, decisions, seed, clock } = summary;
  return [
    ...(status === 'done' ? [] : [status]),
    `hash ${shortHash(hash)}`,
    `${decisions} decisions`,
    `seed ${seed}`,
    [name, ...Object.values(settings)].join(' '),
    `${clock} clock`,
  ].join(' · ');
}

/** As much of a hash as is needed to tell it from others. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 12)}…`;
}
