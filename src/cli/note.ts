import type { TraceSummary } from '../trace/trace-format.js';
import type { Scheduler } from '../scheduler/scheduler.js';
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
