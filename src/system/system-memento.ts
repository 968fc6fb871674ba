import type { BusMemento } from '../bus/bus.js';
import type { RecordMemento } from './actor-record.js';
import type { RegistryMemento } from './actor-registry.js';
import type { SystemFailure } from './system-failure.js';
import type { TimersMemento } from './timer-queue.js';

/**
 * What it takes to bring a controlled system back to where it was between two decisions; for that system alone.
 *
 * Snapshots, events and timers are not copied: they are values that nobody changes, only exchanges.
 */
export interface SystemMemento {
  readonly registry: RegistryMemento;
  /** Those of the registry's records, in the same order. */
  readonly records: readonly RecordMemento[];
  readonly sessions: number;
  readonly bus: BusMemento;
  readonly timers: TimersMemento;
  readonly time: number;
  readonly decisions: number;
  readonly reported: SystemFailure | undefined;
  readonly failure: SystemFailure | undefined;
}
