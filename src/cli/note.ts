import type { TraceSummary } from '../trace/trace-format.js';
import type { Scheduler } from '../scheduler/scheduler.js';
import { coloursFor } from './colours.js';
import type { Host } from './host.js';

/** Says something beside the results, on standard error. */
export function note(host: Host, text: string): void {
  host.stderr.say(coloursFor(host, host.stderr).dim(text));
}

/** What tells one run from another, in one line: `hash 1a2b… · 57 decisions · seed 1 · cooperative fifo · virtual clock`. */
export function describeRun(summary: TraceSummary, { name, settings }: Scheduler): string {
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
