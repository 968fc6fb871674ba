export type { ReachOptions } from './explorer/vitest/to-reach.js';
import './explorer/vitest/register.js';
