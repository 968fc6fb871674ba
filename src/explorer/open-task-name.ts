import type { AsyncTaskKind, PendingTask } from '../system/async-task.js';

/** How reports name a task of which nobody can tell what it will send: `shop/bell, a callback`. */
export function openTaskName({ address, kind }: PendingTask): string {
  return `${address}, ${NAMES[kind]}`;
}

const NAMES: Readonly<Record<AsyncTaskKind, string>> = {
  promise: 'a promise',
  callback: 'a callback',
  observable: 'an observable',
  custom: 'hand-written logic',
};
