export type { CoverOptions } from './explorer/vitest/to-cover.js';
export type { ReachOptions } from './explorer/vitest/to-reach.js';
import './explorer/vitest/register.js';
