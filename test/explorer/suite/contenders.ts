import { delayBounded } from '../../../src/explorer/strategies/delay-bounded.js';
import { exhaustive } from '../../../src/explorer/strategies/exhaustive.js';
import { pct } from '../../../src/explorer/strategies/pct.js';
import { portfolio } from '../../../src/explorer/strategies/portfolio.js';
import { random } from '../../../src/explorer/strategies/random.js';
import { urw } from '../../../src/explorer/strategies/urw.js';

/** The strategies that are tried on the suite. */
export const contenders = [
  random(),
  urw(),
  pct({ depth: 3 }),
  portfolio(),
  delayBounded({ delays: 2 }),
  exhaustive(),
];
