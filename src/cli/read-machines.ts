import type { Machines } from '../system/machines.js';

/** The option that has XState interpret machines, as it was typed. */
export interface MachinesOptions {
  readonly interpreted?: true;
}

/** How machines take their transitions: compiled, unless `--interpreted` was typed. */
export function readMachines({ interpreted }: MachinesOptions): Machines {
  return interpreted === true ? 'interpreted' : 'compiled';
}
