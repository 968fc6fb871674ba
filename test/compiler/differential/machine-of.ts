import { and, assign, createMachine, not, or, stateIn } from 'xstate';
import type { AnyStateMachine } from 'xstate';
import { actionsOf, namedActions } from './actions-of.js';
import type {
  GuardBlueprint,
  InvokeBlueprint,
  MachineBlueprint,
  StateBlueprint,
  TransitionBlueprint,
} from './blueprint.js';
import { childLogics } from './children.js';
import type { Compiler } from './children.js';
import type { Journal } from './journal.js';

interface Args {
  readonly context: { readonly n: number };
  readonly event: { readonly type: string; readonly amount?: number };
}

/** Builds the machine of a blueprint, whose functions write down each of their calls in the journal. */
export function machineOf(
  blueprint: MachineBlueprint,
  journal: Journal,
  compiler: Compiler,
): AnyStateMachine {
  return new Builder(blueprint, journal, compiler).machine();
}

class Builder {
  readonly #blueprint: MachineBlueprint;
  readonly #journal: Journal;
  readonly #logics: ReturnType<typeof childLogics>;
  readonly #states: readonly StateBlueprint[];
  readonly #paths = new Map<StateBlueprint, readonly string[]>();

  constructor(blueprint: MachineBlueprint, journal: Journal, compiler: Compiler) {
    this.#blueprint = blueprint;
    this.#journal = journal;
    this.#logics = childLogics(journal, blueprint.compiledChildren ? compiler : (machine) => machine);
    this.#states = this.#allOf(blueprint.root, []);
  }

  machine(): AnyStateMachine {
    const { root, dynamicContext, maxIterations, provided } = this.#blueprint;
    const journal = this.#journal;
    const config = {
      ...this.#state(root),
      id: 'm',
      context: dynamicContext
        ? ({
            input,
            spawn,
            self,
          }: {
            input: unknown;
            spawn: (...of: unknown[]) => unknown;
            self: unknown;
          }) => {
            journal.called('context', input, self);
            return { n: 1, ref: spawn('pupil', { id: 'first', input: 1 }) };
          }
        : { n: 0 },
      ...(maxIterations > 0 ? { options: { maxIterations } } : {}),
    };
    const implementations = {
      actions: namedActions(journal),
      guards: this.#namedGuards(),
      delays: {
        soon: 7,
        computed: (args: Args) => {
          journal.called('delay', args.context, args.event);
          return 3 + args.context.n;
        },
      },
      actors: this.#logics,
    };
    return provided
      ? (createMachine(config as never) as AnyStateMachine).provide(implementations as never)
      : createMachine(config as never, implementations as never);
  }

  #state(state: StateBlueprint): Record<string, unknown> {
    const invoked = state.invoke.map((invoke, index) => invoke.id ?? `${index}.${state.id}`);
    const described = {
      ...(state.id.endsWith('!') ? { id: state.id, route: { guard: 'isEven' } } : {}),
      ...(state.tags.length > 0 ? { tags: state.tags } : {}),
      ...(state.meta ? { meta: { of: state.id } } : {}),
    };
    if (state.type === 'history') {
      return {
        ...described,
        type: 'history',
        history: state.deep ? 'deep' : 'shallow',
        ...(state.otherwise === undefined ? {} : { target: state.otherwise }),
      };
    }
    // What may happen over and over by itself says so each time, or an endless loop would go unnoticed.
    const entry =
      state.invoke.length > 0 || state.type === 'final'
        ? [assign(() => (this.#journal.called(`enter ${state.id}`), {}))]
        : [];
    return {
      ...described,
      ...(state.type === 'compound' ? { initial: this.#initial(state) } : {}),
      ...(state.type === 'atomic' || state.type === 'compound' ? {} : { type: state.type }),
      ...(state.states.length > 0
        ? { states: Object.fromEntries(state.states.map((child) => [child.key, this.#state(child)])) }
        : {}),
      on: Object.fromEntries(
        state.on.map(({ descriptor, transitions }) => [
          descriptor,
          descriptor.endsWith('*')
            ? this.#watched(transitions, state)
            : this.#transitions(transitions, state),
        ]),
      ),
      ...(state.always.length > 0 ? { always: this.#watched(state.always, state) } : {}),
      ...(state.after.length > 0
        ? {
            after: Object.fromEntries(
              state.after.map(({ delay, transition }) => [delay, this.#transition(transition, state)]),
            ),
          }
        : {}),
      ...(state.onDone.length > 0 ? { onDone: this.#watched(state.onDone, state) } : {}),
      entry: [...entry, ...actionsOf(state.entry, this.#journal, this.#logics, invoked)],
      exit: actionsOf(state.exit, this.#journal, this.#logics, []),
      ...(state.invoke.length > 0
        ? { invoke: state.invoke.map((invoke) => this.#invoke(invoke, state)) }
        : {}),
      ...(state.output === 'none' ? {} : { output: this.#output(state) }),
    };
  }

  #initial(state: StateBlueprint): unknown {
    const key = this.#childOf(state, state.initial).key;
    return state.initialActions.length === 0
      ? key
      : { target: key, actions: actionsOf(state.initialActions, this.#journal, this.#logics, []) };
  }

  /** A child to begin in: a history state only if it leads elsewhere, or XState would never find a beginning. */
  #childOf({ states }: StateBlueprint, number: number): StateBlueprint {
    const beginnings = states.filter(({ type, otherwise }) => type !== 'history' || otherwise !== undefined);
    return beginnings[number % beginnings.length] ?? states[0]!;
  }

  #output({ id, output }: StateBlueprint): unknown {
    return output === 'static'
      ? { from: id }
      : ({ context, event }: Args) => {
          this.#journal.called(`output of ${id}`, context, event);
          if (output === 'throws') {
            throw new Error(`no output of ${id}`);
          }
          return { from: id, n: context.n };
        };
  }

  #invoke(invoke: InvokeBlueprint, state: StateBlueprint): unknown {
    const { source, id, systemId, input } = invoke;
    return {
      src: invoke.inline ? (this.#logics[source] ?? source) : source,
      ...(id === undefined ? {} : { id }),
      ...(systemId === undefined ? {} : { systemId }),
      ...(input === 'none' ? {} : { input: input === 'static' ? 5 : this.#input }),
      ...(invoke.onDone.length > 0 ? { onDone: this.#transitions(invoke.onDone, state) } : {}),
      ...(invoke.onError.length > 0 ? { onError: this.#transitions(invoke.onError, state) } : {}),
      ...(invoke.onSnapshot.length > 0 ? { onSnapshot: this.#watched(invoke.onSnapshot, state) } : {}),
    };
  }

  readonly #input = ({ context, event, self }: Args & { self: unknown }): number => {
    this.#journal.called('input', context, event, self);
    return context.n;
  };

  #transitions(transitions: readonly TransitionBlueprint[], state: StateBlueprint): unknown[] {
    return transitions.map((transition) => this.#transition(transition, state));
  }

  /** Transitions that XState might take again and again by itself, each with a guard that uses fuel. */
  #watched(transitions: readonly TransitionBlueprint[], state: StateBlueprint): unknown[] {
    return transitions.map((transition) =>
      this.#transition(
        { ...transition, guard: transition.guard ?? { is: 'inline', modulus: 1 } },
        state,
        true,
      ),
    );
  }

  #transition(
    { targets, reenter, guard, actions }: TransitionBlueprint,
    state: StateBlueprint,
    watched = false,
  ): unknown {
    const built = guard === undefined ? undefined : this.#guard(guard);
    const spends = () => this.#journal.spend();
    return {
      ...(targets.length === 0 ? {} : { target: targets.map((target) => this.#target(target, state)) }),
      ...(reenter ? { reenter } : {}),
      ...(built === undefined ? {} : { guard: watched ? and([spends, built] as never) : built }),
      actions: actionsOf(actions, this.#journal, this.#logics, []),
    };
  }

  /** Names a state in one of the ways in which a configuration can. */
  #target(number: number, from: StateBlueprint): string {
    const state = this.#states[number % this.#states.length]!;
    const child = from.states.find((one) => one === state);
    if (child !== undefined && number % 2 === 0) {
      return `.${child.key}`;
    }
    return `#${state.id}`;
  }

  #guard(guard: GuardBlueprint): unknown {
    switch (guard.is) {
      case 'inline':
        return (args: Args) => this.#divides(args, guard.modulus);
      case 'named':
        return guard.modulus > 2 ? 'isOdd' : 'isEven';
      case 'static':
        return { type: 'divides', params: { modulus: guard.modulus } };
      case 'dynamic':
        return {
          type: 'divides',
          params: ({ context, event }: Args) => {
            this.#journal.called('params of a guard', context, event);
            return { modulus: guard.modulus };
          },
        };
      case 'and':
        return and(guard.of.map((one) => this.#guard(one)) as never);
      case 'or':
        return or(guard.of.map((one) => this.#guard(one)) as never);
      case 'not':
        return not(this.#guard(guard.of[0]!) as never);
      case 'in':
        return stateIn(this.#stateValue(guard.state, guard.by) as never);
      case 'combined':
        return { type: 'combined', params: () => this.#journal.called('params that nobody wants') };
      case 'alias':
        return 'alias';
      case 'missing':
        return 'missing';
      case 'nothing':
        return { type: 'isEven' };
      case 'throws':
        return { type: 'throws' };
    }
  }

  #namedGuards(): Record<string, unknown> {
    return {
      isEven: (args: Args) => this.#divides(args, 2),
      isOdd: (args: Args) => !this.#divides(args, 2),
      divides: (args: Args, params: { modulus: number }) => this.#divides(args, params.modulus),
      combined: or(['isEven', { type: 'divides', params: { modulus: 3 } }]),
      alias: 'isOdd',
      throws: () => {
        this.#journal.called('a guard throws');
        throw new Error('no guard');
      },
    };
  }

  #divides(args: Args, modulus: number): boolean {
    this.#journal.called(`guard ${modulus} (${Object.keys(args).join()})`, args.context, args.event);
    return (args.context.n + (args.event.amount ?? 0)) % modulus === 0;
  }

  #stateValue(number: number, by: 'id' | 'value' | 'path'): unknown {
    const state = this.#states[number % this.#states.length]!;
    const path = this.#paths.get(state)!;
    if (by === 'id' || path.length === 0) {
      return `#${state.id}`;
    }
    return by === 'path'
      ? path.join('.')
      : path.reduceRight<unknown>((value, key) => (value === undefined ? key : { [key]: value }), undefined);
  }

  #allOf(state: StateBlueprint, path: readonly string[]): StateBlueprint[] {
    this.#paths.set(state, path);
    return [state, ...state.states.flatMap((child) => this.#allOf(child, [...path, child.key]))];
  }
}
