/**
 * How the machines of a system take their transitions: by XState's interpreter, or compiled (`src/compiler`), which does
 * the same several times as fast. Nobody sees a difference.
 */
export type Machines = 'compiled' | 'interpreted';
