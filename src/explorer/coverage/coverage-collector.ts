import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition, InspectionEvent } from 'xstate';
import type { ActorRecord } from '../../system/actor-record.js';
import type { DecisionKind } from '../../system/decision.js';
import type { Step } from '../../system/step.js';
import { sourceNameOf } from '../../system/xstate-seam.js';
import type { RunObserver } from '../run-observer.js';
import type { Coverage, MachineCoverage } from './coverage.js';
import { machineSnapshot, type MachineShape, shapeOf, stateName } from './machine-shape.js';
import { Tally, TallyTable } from './tally.js';

/** Counts what comes about in the schedules that it is told of. */
export class CoverageCollector implements RunObserver {
  readonly #machines = new Map<string, MachineTally>();
  readonly #shapes = new WeakMap<AnyStateMachine, MachineShape>();
  /** What XState inspected during the step under way; only behind it the new actors have a place. */
  readonly #microsteps: Extract<InspectionEvent, { type: '@xstate.microstep' }>[] = [];
  readonly #lives = new Map<unknown, Life>();

  /** Forgets the actors of the schedule before, and keeps the counts. */
  begin(): void {
    this.#lives.clear();
  }

  inspect(event: InspectionEvent): void {
    if (event.type === '@xstate.microstep') {
      this.#microsteps.push(event);
    }
  }

  step({ decision, actor, effects }: Step): void {
    const life = this.#lives.get(actor.ref);
    if (decision !== undefined && life !== undefined && DELIVERIES.has(decision.kind)) {
      life.gets(decision.event.type);
    }
    for (const effect of effects) {
      if (effect.kind === 'start') {
        this.#starts(effect.actor);
      }
    }
    for (const { actorRef, snapshot, _transitions } of this.#microsteps.splice(0)) {
      const moved = this.#lives.get(actorRef);
      for (const transition of _transitions) {
        moved?.takes(transition);
      }
      moved?.isIn(snapshot);
    }
    for (const { ref } of [
      actor,
      ...effects.flatMap((effect) => (effect.kind === 'start' ? [effect.actor] : [])),
    ]) {
      this.#lives.get(ref)?.isIn(ref.getSnapshot());
    }
  }

  read(): Coverage {
    const machines = [...this.#machines].sort(([one], [other]) => (one < other ? -1 : 1));
    return {
      version: 1,
      machines: Object.fromEntries(machines.map(([name, tally]) => [name, tally.read()])),
    };
  }

  #starts(record: ActorRecord): void {
    const snapshot = machineSnapshot(record.ref.getSnapshot());
    if (snapshot === undefined) {
      return;
    }
    const machine = snapshot.machine as AnyStateMachine;
    const shape = this.#shapes.get(machine) ?? shapeOf(machine);
    this.#shapes.set(machine, shape);
    const name = machine.id === UNNAMED ? (sourceNameOf(record.ref) ?? record.address) : machine.id;
    const tally = this.#machines.get(name) ?? new MachineTally();
    this.#machines.set(name, tally);
    tally.knows(shape);
    this.#lives.set(record.ref, new Life(tally, shape));
  }
}

/** The decisions that let an actor take an event. */
const DELIVERIES: ReadonlySet<DecisionKind> = new Set<DecisionKind>([
  'deliver',
  'settle',
  'fire',
  'duplicate',
]);

/** How XState calls a machine that has no id. */
const UNNAMED = '(machine)';

/** What came about in all actors of one machine. */
class MachineTally {
  readonly states = new Tally();
  readonly transitions = new Tally();
  readonly deliveries = new TallyTable();
  readonly orders = new TallyTable();

  /** Makes room for what the machine has. */
  knows({ states, transitions }: MachineShape): void {
    for (const state of states) {
      this.states.add(state, 0);
    }
    for (const transition of transitions.values()) {
      this.transitions.add(transition, 0);
    }
  }

  read(): MachineCoverage {
    const { states, transitions, deliveries, orders } = this;
    return {
      states: states.read(),
      transitions: transitions.read(),
      deliveries: deliveries.read(),
      orders: orders.read(),
    };
  }
}

/** One life of an actor that runs a machine. */
class Life {
  readonly #tally: MachineTally;
  readonly #shape: MachineShape;
  readonly #got = new Map<string, Set<string>>();
  #nodes: ReadonlySet<AnyStateNode> = new Set();

  constructor(tally: MachineTally, shape: MachineShape) {
    this.#tally = tally;
    this.#shape = shape;
  }

  /** It was given an event in the state that it was last seen in. */
  gets(type: string): void {
    for (const node of this.#nodes) {
      if (node.type === 'atomic') {
        this.#tally.deliveries.add(stateName(node), type, 1);
      }
    }
    for (const [earlier, followers] of this.#got) {
      if (earlier !== type && !followers.has(type)) {
        followers.add(type);
        this.#tally.orders.add(earlier, type, 1);
      }
    }
    if (!this.#got.has(type)) {
      this.#got.set(type, new Set());
    }
  }

  /** It took a transition; it has been where that begins, be it only in passing. */
  takes(transition: AnyTransitionDefinition): void {
    const name = this.#shape.transitions.get(transition);
    if (name !== undefined) {
      this.#enters(transition.source as AnyStateNode);
      this.#tally.transitions.add(name, 1);
    }
  }

  isIn(snapshot: unknown): void {
    const nodes = new Set(machineSnapshot(snapshot)?._nodes as readonly AnyStateNode[] | undefined);
    nodes.forEach((node) => this.#enters(node));
    this.#nodes = nodes;
  }

  #enters(node: AnyStateNode): void {
    if (!this.#nodes.has(node) && node.path.length > 0) {
      this.#tally.states.add(stateName(node), 1);
    }
  }
}
