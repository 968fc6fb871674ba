import type { AnyMachineSnapshot, AnyStateNode, StateValue } from 'xstate';
import type { Candidate } from './candidates.js';
import type { CompileLimits } from './compile-limits.js';
import { RememberedMicrosteps } from './microsteps.js';
import type { FoundMicrostep } from './microsteps.js';
import type { Choice, Configuration, Selector } from './run.js';
import { createSelector } from './selector.js';
import { valueFactory } from './snapshot.js';
import type { HistoryValue, Transition } from './xstate-insides.js';

/** What a machine does, whatever state it is in. */
export interface Rules {
  readonly root: AnyStateNode;
  readonly limits: CompileLimits;
  /**
   * A number for a type of event that the machine does not name; all types of one number are the same to it, since
   * they match the same wildcards. There is none for the others.
   */
  likenessOf(type: string): number | undefined;
  /** The transitions that a state may take on an event of this type, in the order in which they are tried. */
  candidatesFor(node: AnyStateNode, type: string): readonly Candidate[];
  /** The transitions that a state may take without an event. */
  eventlessFor(node: AnyStateNode): readonly Candidate[];
  /** What happens when the machine takes these transitions in these states. */
  microstep(
    nodes: readonly AnyStateNode[],
    kind: 'event' | 'eventless',
    transitions: readonly Transition[],
    history: HistoryValue,
  ): FoundMicrostep;
}

/** A configuration that works out what follows from it when that is first needed, and remembers it. */
export class RememberingConfiguration implements Configuration {
  /** In the order in which XState lists them. */
  readonly nodes: readonly AnyStateNode[];
  readonly tags: readonly string[];
  readonly value: () => StateValue;
  readonly eventless: readonly (readonly Choice[])[];
  isCurrent = true;
  readonly #rules: Rules;
  readonly #template: StateValue;
  /** By type, or by likeness to other types. */
  readonly #selectors = new Map<string | number, Selector>();
  readonly #eventlessMicrosteps: RememberedMicrosteps;

  constructor(rules: Rules, nodes: readonly AnyStateNode[], value: StateValue) {
    this.#rules = rules;
    this.nodes = [...nodes];
    this.tags = nodes.flatMap((node) => node.tags);
    this.value = valueFactory(value);
    this.#template = this.value();
    this.#eventlessMicrosteps = this.#microsteps('eventless');
    this.eventless = this.nodes
      .filter(({ type }) => type === 'atomic' || type === 'final')
      .map((node) => this.#eventlessChoices(node))
      .filter((choices) => choices.length > 0);
    Object.defineProperty(this.nodes, CONFIGURATION, { value: this });
  }

  selectorFor(type: string): Selector {
    const known = this.#selectors.get(type);
    if (known !== undefined) {
      return known;
    }
    const key = this.#rules.likenessOf(type) ?? type;
    const alike = this.#selectors.get(key);
    if (alike !== undefined) {
      return alike;
    }
    const selector = this.#createSelector(type);
    if (this.#selectors.size >= this.#rules.limits.types) {
      this.#selectors.clear();
    }
    this.#selectors.set(key, selector);
    return selector;
  }

  /** Lets go of all that was worked out. */
  forget(): void {
    this.isCurrent = false;
    this.#selectors.clear();
    this.#eventlessMicrosteps.forget();
  }

  #createSelector(type: string): Selector {
    return createSelector(this.#rules.root, this.#template, (node) =>
      this.#rules
        .candidatesFor(node, type)
        .map((candidate) => ({ ...candidate, microsteps: this.#microsteps('event') })),
    );
  }

  #microsteps(kind: 'event' | 'eventless'): RememberedMicrosteps {
    return new RememberedMicrosteps(
      (transitions, history) => this.#rules.microstep(this.nodes, kind, transitions, history),
      this.#rules.limits.histories,
    );
  }

  /** What a state and those around it may take without an event, in the order in which they are tried. */
  #eventlessChoices(node: AnyStateNode): Choice[] {
    return ancestorsAndSelf(node)
      .flatMap((one) => this.#rules.eventlessFor(one))
      .map((candidate) => ({ ...candidate, microsteps: this.#eventlessMicrosteps }));
  }
}

/** The configuration that a list of states belongs to, if it was made here. */
export function configurationOf(snapshot: AnyMachineSnapshot): RememberingConfiguration | undefined {
  return (snapshot._nodes as unknown as { readonly [CONFIGURATION]?: RememberingConfiguration })[
    CONFIGURATION
  ];
}

const CONFIGURATION = Symbol('short-order.configuration');

function ancestorsAndSelf(node: AnyStateNode): AnyStateNode[] {
  return node.parent === undefined ? [node] : [node, ...ancestorsAndSelf(node.parent)];
}
