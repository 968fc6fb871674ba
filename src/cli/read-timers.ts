import { usageError } from './command-error.js';
import { nearest } from '../explorer/nearest.js';

/** When timers may fire, as `--timers` says. */
export function readTimers(text: string): 'in-turn' | 'late' {
  if (text === 'in-turn' || text === 'late') {
    return text;
  }
  const hint = nearest(text, ['in-turn', 'late']);
  throw usageError(`--timers takes in-turn or late; got ${JSON.stringify(text)} (${hint})`);
}
