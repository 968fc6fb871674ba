import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import { candidatesOf, eventlessOf } from './candidates.js';
import type { Candidate } from './candidates.js';
import { RememberingConfiguration } from './configuration.js';
import type { Rules } from './configuration.js';
import { Configurations } from './configurations.js';
import type { CompileLimits } from './compile-limits.js';
import { actionsOf, stepsOf } from './microstep.js';
import type { NodeActions } from './microstep.js';
import type { FoundMicrostep } from './microsteps.js';
import type { RecordedMicrostep, Recorder } from './recorder.js';
import type { Microstep } from './run.js';
import { nodesOf, transitionsOf } from './xstate-insides.js';
import type { Action, HistoryValue, InsideMachine, Transition } from './xstate-insides.js';

/** Everything that is worked out about a machine, each part when it is first needed. */
export class Program implements Rules {
  readonly root: AnyStateNode;
  readonly limits: CompileLimits;
  readonly #machine: InsideMachine;
  readonly #recorder: Recorder;
  readonly #actions: ReadonlyMap<AnyStateNode, NodeActions>;
  readonly #transitionActions: ReadonlyMap<Transition, readonly Action[]>;
  readonly #candidates = new Map<AnyStateNode, Map<string, readonly Candidate[]>>();
  readonly #eventless: ReadonlyMap<AnyStateNode, readonly Candidate[]>;
  readonly #beginsInHistory: boolean;
  /** The types of events that the machine names. */
  readonly #named: ReadonlySet<string>;
  /** What types begin with that the machine answers by wildcards such as `a.b.*`. */
  readonly #stems: readonly string[];
  readonly configurations: Configurations;
  /** Where a machine is before it has entered its first state. */
  readonly beforeInitial: RememberingConfiguration;
  #initial: Microstep | undefined;

  /** `before` is a snapshot as of before the machine's first microstep. */
  constructor(
    machine: AnyStateMachine,
    recorder: Recorder,
    before: AnyMachineSnapshot,
    limits: CompileLimits,
  ) {
    this.limits = limits;
    this.#machine = machine;
    this.root = this.#machine.root;
    this.#recorder = recorder;
    const nodes = nodesOf(this.root);
    this.#actions = new Map(nodes.map((node) => [node, actionsOf(node)]));
    this.#transitionActions = new Map(
      nodes.flatMap(transitionsOf).map((transition) => [transition, [...transition.actions]]),
    );
    this.#eventless = new Map(nodes.map((node) => [node, eventlessOf(node, this.#machine)]));
    const descriptors = nodes.flatMap((node) => [...node.transitions.keys()]);
    this.#named = new Set(descriptors);
    const partial = descriptors.filter((descriptor) => descriptor.endsWith('.*'));
    this.#stems = [...new Set(partial.map(stemOf))];
    this.#beginsInHistory = nodes.some(beginsInHistory);
    this.configurations = new Configurations(this);
    this.beforeInitial = new RememberingConfiguration(this, [this.root], before.value as StateValue);
  }

  candidatesFor(node: AnyStateNode, type: string): readonly Candidate[] {
    let byType = this.#candidates.get(node);
    if (byType === undefined) {
      byType = new Map();
      this.#candidates.set(node, byType);
    }
    let candidates = byType.get(type);
    if (candidates === undefined) {
      candidates = candidatesOf(node, type, this.#machine);
      if (byType.size >= this.limits.types) {
        byType.clear();
      }
      byType.set(type, candidates);
    }
    return candidates;
  }

  eventlessFor(node: AnyStateNode): readonly Candidate[] {
    return this.#eventless.get(node) ?? [];
  }

  microstep(
    nodes: readonly AnyStateNode[],
    kind: 'event' | 'eventless',
    transitions: readonly Transition[],
    history: HistoryValue,
  ): FoundMicrostep {
    const followsHistory = this.#followsHistory(transitions);
    // Without history there is nothing to hide the order in which history is written.
    const relevant = followsHistory ? history : {};
    const recorded =
      kind === 'event'
        ? this.#recorder.onEvent(nodes, relevant, transitions)
        : this.#recorder.eventless(nodes, relevant, transitions);
    return { microstep: this.#build(recorded), followsHistory };
  }

  /** What happens when the machine starts. */
  initial(): Microstep {
    if (this.#initial === undefined || this.#initial.to?.isCurrent === false) {
      this.#initial = this.#build(this.#recorder.initial());
    }
    return this.#initial;
  }

  /** Whether XState has a way of its own with events of this type, when they come from outside. */
  isSpecial(type: unknown): boolean {
    return (
      typeof type !== 'string' ||
      type === '*' ||
      (type.startsWith('xstate.') && (type === 'xstate.init' || type.startsWith('xstate.error.actor')))
    );
  }

  likenessOf(type: string): number | undefined {
    if (this.#named.has(type) || this.#stems.length > MOST_STEMS) {
      return undefined;
    }
    let likeness = 0;
    for (const stem of this.#stems) {
      const begins = type.startsWith(stem);
      likeness = likeness * 3 + (begins ? 2 : `${type}.` === stem ? 1 : 0);
    }
    return likeness;
  }

  /** Whether it depends on history what happens when the machine takes these transitions. */
  #followsHistory(transitions: readonly Transition[]): boolean {
    return (
      this.#beginsInHistory ||
      transitions.some(({ target }) => target?.some(({ type }) => type === 'history') === true)
    );
  }

  #build({ happenings, taken, to, history, failure }: RecordedMicrostep): Microstep {
    return {
      steps: stepsOf(happenings, {
        of: (node) => this.#actions.get(node) as NodeActions,
        ofTransition: (transition) => this.#transitionActions.get(transition) as readonly Action[],
      }),
      taken,
      to: to === undefined ? undefined : this.configurations.at(to.nodes, to.value),
      history,
      failure,
    };
  }
}

function stemOf(descriptor: string): string {
  const tokens = descriptor.split('.');
  return tokens
    .slice(0, tokens.indexOf('*'))
    .map((token) => `${token}.`)
    .join('');
}

/** As many as likenesses can be told apart by in a number. */
const MOST_STEMS = 30;

function beginsInHistory({ config, states }: AnyStateNode): boolean {
  const { initial } = config as { readonly initial?: string | { readonly target: string } };
  const key = typeof initial === 'object' ? initial.target : initial;
  return key !== undefined && states[key]?.type === 'history';
}
