import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  initialTransition,
  transition,
} from 'xstate';
import type { Address } from '../../bus/address.js';
import type { Step } from '../../system/step.js';
import type { Property, RunEnd, Violation, Watch } from '../property.js';
import type { SystemView } from '../system-view.js';
import { descriptorMatches } from './descriptor.js';

/**
 * An XState machine that watches a run and says whether it is legal. It sees every decision as a
 * {@link MonitorEvent} and cannot act: of its actions only `assign` and `raise` have an effect.
 *
 * - When it enters a state tagged `violation`, the run fails at once.
 * - When the run comes to its end while it is in a state tagged `hot`, or it stays in such states for more than
 *   `hotFor` decisions on end of a fair schedule, the run fails: something that was to happen did not. A run that is cut
 *   off by the step limit, or waits for a promise in vain, has not come to its end.
 *
 * A schedule is fair to `hotFor` decisions where nothing that could happen waited through more of them: no envelope, and
 * no timer that is due. While something does, the monitor may be hot for longer; it is the schedule that holds it up.
 */
export interface Monitor {
  readonly machine: AnyStateMachine;
  /** Its name in reports; the machine's id unless given. */
  readonly name?: string;
  readonly input?: unknown;
  /** How many decisions of a fair schedule on end it may be hot; any number unless given. */
  readonly hotFor?: number;
}

/**
 * A decision as a monitor sees it. Its type is the kind of the decision and the type of the event, so that
 * `deliver.order`, `fire.*` and `*` select what a state waits for.
 */
export interface MonitorEvent extends EventObject {
  readonly type: string;
  readonly kind: string;
  /** The addresses between which the event went. */
  readonly from: Address;
  readonly to: Address;
  /** The event itself. */
  readonly event: EventObject;
  /** When it happened, in milliseconds. */
  readonly time: number;
  /** The snapshot of the receiver behind the step. */
  readonly snapshot: unknown;
}

/** The property that a monitor has no objection. */
export function monitorProperty(given: Monitor | AnyStateMachine): Property {
  const monitor = 'machine' in given ? given : { machine: given };
  const { machine } = monitor;
  const name = monitor.name ?? machine.id;
  const descriptors: readonly string[] = machine.events;
  return {
    name,
    looksAt: (step) => {
      if (monitor.hotFor !== undefined) {
        // It counts all decisions, whomever they concern.
        return true;
      }
      const type = monitorTypeOf(step);
      return type !== undefined && descriptors.some((descriptor) => descriptorMatches(descriptor, type));
    },
    watch: (view) => new MonitorWatch(name, monitor, view),
  };
}

class MonitorWatch implements Watch {
  readonly #name: string;
  readonly #monitor: Monitor;
  readonly #view: SystemView;
  #snapshot: AnyMachineSnapshot;
  #hotSince: number | undefined;
  #decisions = 0;
  /** The number of the last decision. */
  #last = 0;

  constructor(name: string, monitor: Monitor, view: SystemView) {
    this.#name = name;
    this.#monitor = monitor;
    this.#view = view;
    [this.#snapshot] = initialTransition(monitor.machine, monitor.input) as [AnyMachineSnapshot, unknown];
  }

  afterStep(step: Step): Violation | undefined {
    this.#last = step.index;
    const event = this.#eventOf(step);
    if (event !== undefined) {
      [this.#snapshot] = transition(this.#monitor.machine, this.#snapshot, event) as [
        AnyMachineSnapshot,
        unknown,
      ];
      this.#decisions++;
    }
    if (this.#snapshot.status === 'error') {
      throw this.#snapshot.error;
    }
    if (this.#snapshot.hasTag('violation')) {
      return { message: `${this.#name} is in ${this.#state()}, which is tagged "violation"` };
    }
    return this.#tooLongHot();
  }

  atEnd(end: RunEnd): Violation | undefined {
    // Who was cut off might have come to it.
    const isOver = end === 'finished' || end === 'at-rest';
    return isOver && this.#snapshot.hasTag('hot')
      ? { message: `${this.#name} is in ${this.#state()}, which is tagged "hot", when the run ends` }
      : undefined;
  }

  memory(): unknown {
    const { value, context } = this.#snapshot;
    const { hotFor } = this.#monitor;
    if (hotFor === undefined || this.#hotSince === undefined) {
      return { value, context };
    }
    // Whatever is beyond the bound is alike, so that there are no more states than that.
    const upToBound = (count: number): number => Math.min(count, hotFor + 1);
    const hot = upToBound(this.#decisions - this.#hotSince);
    return { value, context, hot, waits: this.#waits().map(upToBound) };
  }

  save(): () => void {
    const [snapshot, hotSince, decisions, last] = [
      this.#snapshot,
      this.#hotSince,
      this.#decisions,
      this.#last,
    ];
    return () => {
      this.#snapshot = snapshot;
      this.#hotSince = hotSince;
      this.#decisions = decisions;
      this.#last = last;
    };
  }

  #tooLongHot(): Violation | undefined {
    if (!this.#snapshot.hasTag('hot')) {
      this.#hotSince = undefined;
      return undefined;
    }
    this.#hotSince ??= this.#decisions;
    const { hotFor = Number.POSITIVE_INFINITY } = this.#monitor;
    const isTooLong = this.#decisions - this.#hotSince > hotFor;
    return isTooLong && this.#waits().every((decisions) => decisions <= hotFor)
      ? {
          message: `${this.#name} has been hot for more than ${hotFor} decisions, and is in ${this.#state()}`,
        }
      : undefined;
  }

  /** Through how many decisions each thing has waited that could happen. */
  #waits(): number[] {
    const view = this.#view;
    const due = view.timers().filter((timer) => timer.due <= view.now);
    return [...view.waiting(), ...due].map(({ cause }) => this.#last - cause);
  }

  #eventOf(step: Step): MonitorEvent | undefined {
    const type = monitorTypeOf(step);
    const { decision, time, actor } = step;
    if (type === undefined || decision === undefined) {
      return undefined;
    }
    const { kind, from, to, event } = decision;
    return { type, kind, from, to, event, time, snapshot: this.#view.snapshot(actor.address) };
  }

  #state(): string {
    return JSON.stringify(this.#snapshot.value);
  }
}

function monitorTypeOf({ decision }: Step): string | undefined {
  return decision === undefined ? undefined : `${decision.kind}.${decision.event.type}`;
}
