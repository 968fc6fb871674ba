import type { Address } from '../bus/address.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Fault, FaultKind } from '../system/fault.js';

/** Which actors a fault of one kind may strike, and how often in a schedule. */
export interface FaultPlan {
  /** The addresses: of who crashes or restarts, or of whose mail is dropped or duplicated. */
  readonly actors: readonly Address[];
  /** How often, over all of them; once unless given. */
  readonly count?: number;
}

/** The faults that may strike, by kind; each is a decision among the others. */
export type FaultPlans = Readonly<Partial<Record<FaultKind, FaultPlan>>>;

/** A sentence for each actor of the plans that nobody has seen: faults that can never strike say nothing. */
export function unseenActors(plans: FaultPlans, seen: ReadonlySet<Address>): string[] {
  return (Object.entries(plans) as [FaultKind, FaultPlan][]).flatMap(([kind, { actors }]) =>
    actors
      .filter((address) => !seen.has(address))
      .map((address) => `${kind}: nobody had the address ${address}; there were ${listOf(seen)}`),
  );
}

function listOf(seen: ReadonlySet<Address>): string {
  const shown = [...seen].slice(0, MOST_LISTED);
  return shown.length < seen.size ? `${shown.join(', ')} and more` : shown.join(', ');
}

const MOST_LISTED = 12;

/** The faults that may still strike in one schedule. */
export class FaultsLeft {
  readonly #plans: ReadonlyMap<FaultKind, FaultPlan>;
  readonly #left = new Map<FaultKind, number>();

  constructor(plans: FaultPlans) {
    this.#plans = new Map(Object.entries(plans) as [FaultKind, FaultPlan][]);
    for (const [kind, { count = 1 }] of this.#plans) {
      this.#left.set(kind, count);
    }
  }

  /** The faults that could strike now, in the order of the plans and of the actors in them. */
  possible(system: ControlledSystem): Fault[] {
    const faults: Fault[] = [];
    for (const [kind, { actors }] of this.#plans) {
      if (this.#left.get(kind) !== 0) {
        faults.push(...actors.flatMap((address) => system.faults(kind, address)));
      }
    }
    return faults;
  }

  /** Whether anything may go wrong at all. */
  get areAny(): boolean {
    return this.#plans.size > 0;
  }

  /** Takes note of a fault that strikes. */
  strikes(kind: FaultKind): void {
    this.#left.set(kind, (this.#left.get(kind) ?? 0) - 1);
  }

  /** How many of each kind may still strike. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#left);
  }

  /** Keeps how many may still strike, and returns what puts that back. */
  save(): () => void {
    const left = [...this.#left];
    return () => left.forEach(([kind, count]) => this.#left.set(kind, count));
  }
}
