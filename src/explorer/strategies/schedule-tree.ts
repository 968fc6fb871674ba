import type { Step } from '../../system/step.js';
import { Choice } from '../choice.js';
import { NondeterminismError } from '../explorer-errors.js';
import { areDependent, type Footprint, footprintOf, placeOf } from '../footprint.js';
import type { Exploration, Picker, Situation, StrategyOptions } from '../strategy.js';
import { StepSet } from './step-set.js';

/** A state on the way of the schedule under way, and what was and is to be tried from there. */
interface Node {
  /** What is enabled, by name. */
  readonly names: readonly string[];
  /** The choices that are to be tried. */
  readonly toTry: Set<string>;
  /** The choices whose schedules are all known: what was tried here, or before in another order. */
  readonly asleep: Map<string, Footprint>;
  /** The time of the run, in milliseconds. */
  readonly time: number;
  /** The choice being tried. */
  taken: string;
  /** What became of it; `undefined` until it has been taken. */
  step: TakenStep | undefined;
}

/** A step that was taken from a node. */
interface TakenStep {
  readonly footprint: Footprint;
  readonly lane: string;
  readonly place: string;
  /** The number of the node whose step made this one possible; -1 for the start of the system. */
  readonly cause: number;
  readonly isFire: boolean;
  /** Whether it could only be taken because nothing else was left: a timer that let time pass. */
  readonly isBarrier: boolean;
  /** The nodes whose steps happened before it, in each order of this schedule that makes no difference. */
  readonly before: StepSet;
}

/**
 * All schedules of a system as a tree, walked depth-first; each is run from the start.
 *
 * Reduced, it runs at least one of each class of schedules that differ only in the order of independent steps.
 * Which alternatives a node has is found out from the schedules that were run: where two dependent steps could
 * have come the other way round, what leads there is to be tried (C. Flanagan, P. Godefroid, "Dynamic partial-order
 * reduction for model checking software", POPL 2005), unless something that is to be tried already leads there
 * (source sets: P. Abdulla, S. Aronis, B. Jonsson, K. Sagonas, "Optimal dynamic partial order reduction", POPL 2014,
 * algorithm 1). What was tried sleeps until a dependent step wakes it (P. Godefroid, "Partial-order methods for the
 * verification of concurrent systems", 1996, chapter 5).
 *
 * Those algorithms know processes; here lanes take their place. A lane can lose its head to another step (its
 * receiver ends, a timer is cancelled), which those of POPL 2014 exclude: what a step disables is tried before it.
 */
export class ScheduleTree implements Exploration {
  isComplete = false;
  readonly #options: StrategyOptions;
  readonly #isReduced: boolean;
  readonly #path: Node[] = [];
  #hasBegun = false;
  /** The first node of the path whose choice has not been taken before. */
  #firstNew = 0;

  constructor(options: StrategyOptions, isReduced: boolean) {
    this.#options = options;
    this.#isReduced = isReduced;
  }

  next(): Picker | undefined {
    if (this.#hasBegun && !this.#turn()) {
      this.isComplete = true;
      return undefined;
    }
    this.#hasBegun = true;
    return {
      pick: (choices, situation) => this.#pick(choices, situation),
      taken: (step) => this.#taken(step),
      ended: ({ depth }) => this.#tryDisabled(depth - 1, []),
    };
  }

  /** Goes back to the last node where something is left to try, and takes that; false where there is none. */
  #turn(): boolean {
    for (let node = this.#path.at(-1); node !== undefined; node = this.#path.at(-1)) {
      node.asleep.set(node.taken, node.step?.footprint ?? UNKNOWN);
      const { asleep } = node;
      const next = [...node.toTry].find((name) => !asleep.has(name));
      if (next !== undefined) {
        node.taken = next;
        node.step = undefined;
        this.#firstNew = this.#path.length - 1;
        return true;
      }
      this.#path.pop();
    }
    return false;
  }

  #pick(choices: readonly Choice[], { depth, time }: Situation): number | undefined {
    const names = choices.map(({ name }) => name);
    const known = this.#path[depth];
    if (known !== undefined) {
      const index = names.indexOf(known.taken);
      if (index === -1) {
        throw new NondeterminismError(depth + 1, known.taken, names);
      }
      return index;
    }
    this.#tryDisabled(depth - 1, names);
    const asleep = this.#stillAsleep(depth - 1);
    const index = names.findIndex((name) => !asleep.has(name));
    const taken = names[index];
    if (taken === undefined) {
      return undefined;
    }
    // No schedule asks for a fault: each is an alternative everywhere.
    const toTry = new Set(
      choices.flatMap(({ name, isFault }) => (name === taken || isFault || !this.#isReduced ? [name] : [])),
    );
    this.#path.push({ names, toTry, asleep, time, taken, step: undefined });
    return index;
  }

  #taken(step: Step): void {
    const index = step.index - 1;
    const node = this.#path[index];
    if (node === undefined || index < this.#firstNew) {
      return;
    }
    node.step = this.#note(index, node, step);
    if (this.#isReduced) {
      this.#findRaces(index, node.step);
    }
  }

  #note(index: number, { time }: Node, step: Step): TakenStep {
    const { decision } = step;
    if (decision === undefined) {
      throw new TypeError(`step ${step.index} is no decision`);
    }
    const { lateTimers, onlookers } = this.#options;
    const isFire = decision.kind === 'fire';
    return {
      footprint: footprintOf(step, { lateTimers, onlookers: onlookers(step) }),
      lane: new Choice(decision).lane,
      place: placeOf(decision.receiver),
      cause: decision.cause - 1,
      isFire,
      isBarrier: isFire && !lateTimers && decision.time > time,
      before: new StepSet(index + 1),
    };
  }

  /** The alternatives of a node that its step left alone. */
  #stillAsleep(index: number): Map<string, Footprint> {
    const node = this.#path[index];
    const { step } = node ?? {};
    if (!this.#isReduced || node === undefined || step === undefined) {
      return new Map();
    }
    return new Map([...node.asleep].filter(([, footprint]) => !areDependent(footprint, step.footprint)));
  }

  /** Lets a node try what its step has disabled: only before that step can it be taken. */
  #tryDisabled(index: number, enabledNow: readonly string[]): void {
    const node = this.#path[index];
    for (const name of node?.names ?? []) {
      if (name !== node?.taken && !enabledNow.includes(name)) {
        node?.toTry.add(name);
      }
    }
  }

  /** Orders the newest step behind those that it depends on, and lets each be tried behind it that could come later. */
  #findRaces(last: number, step: TakenStep): void {
    const races: number[] = [];
    for (let index = last - 1; index >= 0; index--) {
      const earlier = this.#path[index]?.step;
      if (earlier === undefined || step.before.has(index)) {
        continue;
      }
      const isOrdered = mustPrecede(index, earlier, step);
      if (isOrdered || areDependent(earlier.footprint, step.footprint)) {
        step.before.add(index);
        step.before.addAll(earlier.before);
        if (!isOrdered) {
          races.push(index);
        }
      }
    }
    for (const index of races) {
      this.#tryOtherWay(index, last);
    }
  }

  /** Lets something be tried at a node that leads to its step being taken behind the newest. */
  #tryOtherWay(index: number, last: number): void {
    const node = this.#path[index];
    if (node === undefined) {
      return;
    }
    const beginnings = this.#beginningsOf(this.#withoutConsequencesOf(index, last));
    if (beginnings.some((name) => node.toTry.has(name))) {
      return;
    }
    const possible = beginnings.filter((name) => node.names.includes(name));
    // Where nothing that leads there is enabled yet, nobody can tell which way leads there.
    for (const name of possible.length > 0 ? possible.slice(-1) : node.names) {
      node.toTry.add(name);
    }
  }

  /** The nodes behind one of whose steps none depends on its step, and the newest. */
  #withoutConsequencesOf(index: number, last: number): number[] {
    const nodes: number[] = [];
    for (let later = index + 1; later < last; later++) {
      if (this.#path[later]?.step?.before.has(index) === false) {
        nodes.push(later);
      }
    }
    return [...nodes, last];
  }

  /** Those choices of a sequence of nodes that could come first in it. */
  #beginningsOf(nodes: readonly number[]): string[] {
    return nodes.flatMap((index) => {
      const node = this.#path[index];
      const isFirst = nodes.every((other) => other >= index || node?.step?.before.has(other) === false);
      return node !== undefined && isFirst ? [node.taken] : [];
    });
  }
}

/** Of a step that was never carried out nothing is known, so that it depends on all others. */
const UNKNOWN: Footprint = { reads: new Set(), writes: new Set(['time']), starts: new Set() };

/**
 * Whether no schedule has these two steps the other way round: the first made the second possible, both come from
 * one lane or the list of timers, or one of them let time pass when all else was done.
 */
function mustPrecede(index: number, earlier: TakenStep, later: TakenStep): boolean {
  return (
    later.cause === index ||
    earlier.footprint.starts.has(later.place) ||
    earlier.lane === later.lane ||
    (earlier.isFire && later.isFire) ||
    earlier.isBarrier ||
    later.isBarrier
  );
}
