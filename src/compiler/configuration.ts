import type { AnyMachineSnapshot, AnyStateNode, EventObject, StateValue } from 'xstate';
import { Microsteps } from './microsteps.js';
import type { Program } from './program.js';
import { createSelector } from './selector.js';
import type { Choice, Selector } from './selector.js';
import { valueFactory } from './snapshot.js';

/**
 * The states in which a machine is, in the order in which XState lists them, with all that follows from them and
 * from nothing else.
 */
export class Configuration {
  readonly nodes: readonly AnyStateNode[];
  readonly tags: readonly string[];
  /** Makes the state value anew. */
  readonly value: () => StateValue;
  /** For each active state without children, in order, what it may take without an event; empty if none may. */
  readonly eventless: readonly (readonly Choice[])[];
  /** The microsteps that are taken without an event. */
  readonly eventlessMicrosteps: Microsteps;
  /** Whether the cache still knows it; if not, another stands for the same states. */
  isCurrent = true;
  readonly #program: Program;
  readonly #template: StateValue;
  readonly #selectors = new Map<string, Selector>();

  constructor(program: Program, nodes: readonly AnyStateNode[], value: StateValue) {
    this.#program = program;
    this.nodes = [...nodes];
    this.tags = nodes.flatMap((node) => node.tags);
    this.value = valueFactory(value);
    this.#template = this.value();
    this.eventlessMicrosteps = new Microsteps(this, 'eventless');
    this.eventless = this.#eventlessChoices();
    Object.defineProperty(this.nodes, CONFIGURATION, { value: this });
  }

  /** Who may answer events of this type. */
  selectorFor(type: string): Selector {
    const known = this.#selectors.get(type);
    if (known !== undefined) {
      return known;
    }
    const selector = createSelector(this.#program.root, this.#template, (node) =>
      this.#program
        .candidatesFor(node, type)
        .map((candidate) => ({ ...candidate, microsteps: new Microsteps(this, 'event') })),
    );
    if (this.#selectors.size >= this.#program.limits.types) {
      this.#selectors.clear();
    }
    this.#selectors.set(type, selector);
    return selector;
  }

  /** Lets go of all that was worked out. */
  forget(): void {
    this.isCurrent = false;
    this.#selectors.clear();
    this.eventlessMicrosteps.forget();
  }

  /** What the machine that it belongs to does. */
  get program(): Program {
    return this.#program;
  }

  #eventlessChoices(): Choice[][] {
    const chains = this.nodes
      .filter(({ type }) => type === 'atomic' || type === 'final')
      .map((node) =>
        ancestorsAndSelf(node).flatMap((one) =>
          this.#program
            .eventlessFor(one)
            .map((candidate) => ({ ...candidate, microsteps: this.eventlessMicrosteps })),
        ),
      )
      .filter((chain) => chain.length > 0);
    return chains;
  }
}

/** The configuration that a list of states belongs to, if it was made here. */
export function configurationOf(snapshot: AnyMachineSnapshot): Configuration | undefined {
  return (snapshot._nodes as unknown as { readonly [CONFIGURATION]?: Configuration })[CONFIGURATION];
}

const CONFIGURATION = Symbol('short-order.configuration');

/** Adds to `taken`, once each, what the active states take without an event. */
export function selectEventless(
  chains: readonly (readonly Choice[])[],
  snapshot: AnyMachineSnapshot,
  event: EventObject,
  taken: Choice[],
): void {
  for (const chain of chains) {
    for (const choice of chain) {
      if (choice.test === undefined || choice.test(snapshot, event)) {
        if (!taken.some(({ transition }) => transition === choice.transition)) {
          taken.push(choice);
        }
        break;
      }
    }
  }
}

function ancestorsAndSelf(node: AnyStateNode): AnyStateNode[] {
  return node.parent === undefined ? [node] : [node, ...ancestorsAndSelf(node.parent)];
}
