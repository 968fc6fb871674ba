import { account } from './account.js';
import { bluetooth } from './bluetooth.js';
import { cancelledOrder } from './cancelled-order.js';
import { carter01 } from './carter01.js';
import { circularBuffer } from './circular-buffer.js';
import { deadlock01 } from './deadlock01.js';
import { reorder10, reorder3, reorder4, reorder5 } from './reorder.js';
import type { SuiteCase } from './suite-case.js';
import { tokenRing } from './token-ring.js';
import { twoPhaseCommit } from './two-phase-commit.js';
import { twostage } from './twostage.js';
import { wronglock } from './wronglock.js';

/**
 * Small systems whose bugs only some schedules show, most of them in the manner of SCTBench (P. Thomson, A. Donaldson,
 * A. Betts, "Concurrency testing using controlled schedulers", ACM TOPC 2016).
 */
export const suite: readonly SuiteCase[] = [
  account,
  bluetooth,
  cancelledOrder,
  carter01,
  circularBuffer,
  deadlock01,
  reorder3,
  reorder4,
  reorder5,
  reorder10,
  tokenRing,
  twoPhaseCommit,
  twostage,
  wronglock,
];
