import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FailingSchedule } from '../failing-schedule.js';

/** How many lines of a stack are told. */
const MOST_FRAMES = 3;
/** Where this package's own code is. */
const OWN = fileURLToPath(new URL('../..', import.meta.url));

/** Whether a property threw in place of answering: what an actor throws is told by its address. */
export function isThrownByProperty({ error, address }: Pick<FailingSchedule, 'error' | 'address'>): boolean {
  return error !== undefined && address === undefined;
}

/**
 * Where a property threw in place of answering: the topmost lines of its stack, down to where this package called it.
 * Empty where the failure is not of that kind.
 */
export function thrownByProperty(failure: Pick<FailingSchedule, 'error' | 'address'>): string[] {
  const { error } = failure;
  if (!(error instanceof Error) || !isThrownByProperty(failure)) {
    return [];
  }
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim().replace(FILE_URL, (url) => fileURLToPath(url)));
  const own = frames.findIndex((frame) => frame.includes(OWN));
  return frames
    .slice(0, own === -1 ? MOST_FRAMES : Math.min(own, MOST_FRAMES))
    .map((frame) => frame.replace(PATH, nearer));
}

const FILE_URL = /file:\/\/[^\s)]+?(?=:\d+:\d+)/;
const PATH = /(?<=[\s(])\/[^\s)]+?(?=:\d+:\d+)/;

/** A path as one would type it here, where that is shorter. */
function nearer(path: string): string {
  const here = relative(process.cwd(), path);
  return here.length < path.length ? here : path;
}
