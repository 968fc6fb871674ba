import { TELLERS } from './bank.js';
import type { Customers, Result } from './customers.js';

/** What is used here of SIM.JS, which has no types of its own. */
interface SimJs {
  readonly Sim: new () => Simulation;
  readonly Entity: new () => Entity;
  readonly Facility: FacilityClass;
}

interface Simulation {
  addEntity(kind: new () => Entity): Entity;
  simulate(until: number): void;
}

interface Entity {
  setTimer(delay: number): Request;
  useFacility(facility: Facility, duration: number): Request;
}

interface Request {
  done(callback: () => void): Request;
}

interface Facility {
  queueStats(): { readonly durationSeries: { average(): number; count(): number } };
}

interface FacilityClass {
  new (name: string, discipline: number, servers: number): Facility;
  readonly FCFS: number;
}

/**
 * Loads SIM.JS. Its package is a bundle for browsers, which leaves all that it exports at `window.Sim`.
 */
export async function loadSimJs(): Promise<SimJs> {
  const host = globalThis as { window?: { Sim?: SimJs } };
  const window: { Sim?: SimJs } = {};
  const before = Object.getOwnPropertyDescriptor(host, 'window');
  host.window = window;
  try {
    await import('simjs');
  } finally {
    delete host.window;
    if (before !== undefined) {
      Object.defineProperty(host, 'window', before);
    }
  }
  loaded ??= window.Sim;
  if (loaded === undefined) {
    throw new Error('simjs left nothing at window.Sim');
  }
  return loaded;
}

let loaded: SimJs | undefined;

/** Runs the same waiting line in SIM.JS: one entity lets the customers in, each of whom is a request for the facility. */
export function runInSimJs({ Sim, Entity, Facility }: SimJs, { gaps, services }: Customers): Result {
  const tellers = new Facility('tellers', Facility.FCFS, TELLERS);
  let served = 0;
  class Door extends Entity {
    #next = 0;

    start(): void {
      this.#awaitNext();
    }

    #awaitNext(): void {
      const gap = gaps[this.#next];
      if (gap !== undefined) {
        this.setTimer(gap).done(() => this.#letIn());
      }
    }

    #letIn(): void {
      this.useFacility(tellers, services[this.#next] ?? 0).done(() => served++);
      this.#next++;
      this.#awaitNext();
    }
  }
  const simulation = new Sim();
  simulation.addEntity(Door);
  simulation.simulate(Number.POSITIVE_INFINITY);
  return { served, meanWait: tellers.queueStats().durationSeries.average() };
}
