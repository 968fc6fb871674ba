import type { AnyMachineSnapshot, AnyStateNode, EventObject, StateValue } from 'xstate';
import { MARK, markOf } from './skeleton.js';
import type { Happening, Mark, OutputMark, Skeleton } from './skeleton.js';
import type { HistoryValue, Transition } from './xstate-insides.js';

/** What XState does in one microstep. */
export interface RecordedMicrostep {
  readonly happenings: readonly Happening[];
  /** The transitions as XState reports them: of those without an event, not the ones that conflict. */
  readonly taken: readonly Transition[];
  /** Where the machine is afterwards; undefined if it stays where it is. */
  readonly to: { readonly nodes: readonly AnyStateNode[]; readonly value: StateValue } | undefined;
  /** What the history states of the states that were left remember. */
  readonly history: readonly (readonly [id: string, nodes: readonly AnyStateNode[]])[];
  /** What XState throws after all that happened, for instance when a state's beginning does not exist. */
  readonly failure: { readonly error: unknown } | undefined;
}

/** Asks XState what a machine does, by letting it run the machine's skeleton. */
export class Recorder {
  readonly #skeleton: Skeleton;
  readonly #bones = new WeakMap<Transition, Transition>();
  /** What was done, as it was done; without the events of states that finish. */
  #done: Happening[] = [];
  /** The same as it stood in the queue of raised events; only a machine that is not done empties it. */
  #raised: Happening[] = [];
  #enabled: readonly Transition[] = [];
  #microsteps: (readonly Transition[])[] = [];

  constructor(skeleton: Skeleton) {
    this.#skeleton = skeleton;
    skeleton.machine.getTransitionData = ((_: unknown, event: EventObject) => this.#select(event)) as never;
    skeleton.onOutput = (happening) => this.#noteOutput(happening);
  }

  /** The microstep that starts the machine. */
  initial(): RecordedMicrostep {
    return this.#record(undefined, () => this.#skeleton.machine.getInitialSnapshot(this.#scope() as never));
  }

  /** The snapshot in which a machine is before its first microstep; undefined if XState does not tell. */
  beforeInitial(): AnyMachineSnapshot | undefined {
    const { machine } = this.#skeleton as unknown as {
      machine: Record<'_getPreInitialState' | 'getPreInitialState', PreInitialState | undefined>;
    };
    const create = machine._getPreInitialState ?? machine.getPreInitialState;
    return create === undefined
      ? undefined
      : Reflect.apply(create, machine, [this.#scope(), { type: 'xstate.init' }, []]);
  }

  /** The microstep in which a machine takes these transitions, selected for an event. */
  onEvent(
    from: readonly AnyStateNode[],
    history: HistoryValue,
    enabled: readonly Transition[],
  ): RecordedMicrostep {
    const before = this.#snapshot(from, history);
    return this.#record(before, () => {
      this.#enabled = enabled.map((transition) => this.#boneOf(transition));
      return this.#skeleton.machine.transition(before, RECORD, this.#scope() as never);
    });
  }

  /** The microstep in which a machine takes these transitions without an event. */
  eventless(
    from: readonly AnyStateNode[],
    history: HistoryValue,
    enabled: readonly Transition[],
  ): RecordedMicrostep {
    const before = this.#snapshot(from, history);
    // Which state XState asks for the transition does not matter: it looks at all states without children in turn.
    const atomic = before._nodes.filter(({ type }) => type === 'atomic' || type === 'final');
    try {
      for (const [index, transition] of enabled.entries()) {
        setAlways(atomic[index], [this.#boneOf(transition)]);
      }
      return this.#record(before, () =>
        this.#skeleton.machine.transition(before, RECORD, this.#scope(() => this.#forget(atomic)) as never),
      );
    } finally {
      this.#forget(atomic);
    }
  }

  #record(before: AnyMachineSnapshot | undefined, run: () => AnyMachineSnapshot): RecordedMicrostep {
    this.#done = [];
    this.#raised = [];
    this.#enabled = [];
    this.#microsteps = [];
    let after: AnyMachineSnapshot | undefined;
    let failure: { error: unknown } | undefined;
    try {
      after = run();
      if (after.status === 'error') {
        failure = { error: after.error };
      }
    } catch (error) {
      failure = { error };
    }
    const happened = failure === undefined && after?.status === 'active' ? this.#raised : this.#done;
    const taken = this.#microsteps.find((transitions) => transitions.length > 0) ?? [];
    return {
      happenings: happened,
      taken: taken.map((bone) => (bone as Bone).stands),
      to:
        failure !== undefined || after === undefined || after === before
          ? undefined
          : { nodes: this.#nodes(after._nodes), value: after.value as StateValue },
      history: after === undefined || failure !== undefined ? [] : this.#newHistory(before, after),
      failure,
    };
  }

  /** What XState is told that it selects: the transitions in question, and none for whatever is raised. */
  #select(event: EventObject): readonly Transition[] {
    if (event === RECORD) {
      return this.#enabled;
    }
    if (event.type === MARK) {
      this.#raised.push((event as Mark).happening);
    } else {
      const { output } = event as unknown as { readonly output: OutputMark | undefined };
      this.#raised.push({ does: 'finish', type: event.type, output: output?.node });
    }
    return [];
  }

  #noteOutput(happening: Parameters<Skeleton['onOutput']>[0]): void {
    if (happening.does === 'output') {
      const { node } = happening;
      this.#done.push({ does: 'finish', type: `xstate.done.state.${node.parent?.id}`, output: node });
      return;
    }
    if (happening.does === 'complete' && happening.output !== undefined) {
      // XState asked that state for its output once more, for the machine's.
      this.#done.pop();
    }
    this.#done.push(happening);
  }

  #scope(onMicrostep: () => void = () => undefined): object {
    return {
      self: {},
      system: {
        _sendInspectionEvent: ({ type, _transitions }: { type: string; _transitions: Transition[] }) => {
          if (type === '@xstate.microstep') {
            this.#microsteps.push(_transitions);
            if (_transitions.length > 0) {
              onMicrostep();
            }
          }
        },
      },
      defer: () => undefined,
      actionExecutor: ({ params }: { params: { event: Mark } }) => this.#done.push(params.event.happening),
    };
  }

  #snapshot(nodes: readonly AnyStateNode[], history: HistoryValue): AnyMachineSnapshot {
    const bones = (of: readonly AnyStateNode[]) => of.map((node) => this.#skeleton.boneOf.get(node));
    return {
      status: 'active',
      machine: this.#skeleton.machine,
      context: {},
      _nodes: bones(nodes),
      children: {},
      historyValue: Object.fromEntries(Object.entries(history).map(([id, of]) => [id, bones(of)])),
    } as unknown as AnyMachineSnapshot;
  }

  #nodes(bones: readonly unknown[]): AnyStateNode[] {
    return bones.map((bone) => this.#skeleton.nodeOf.get(bone as AnyStateNode) as AnyStateNode);
  }

  #newHistory(
    before: AnyMachineSnapshot | undefined,
    after: AnyMachineSnapshot,
  ): readonly (readonly [string, readonly AnyStateNode[]])[] {
    const known = (before?.historyValue ?? {}) as unknown as HistoryValue;
    return Object.entries(after.historyValue as unknown as HistoryValue)
      .filter(([id, bones]) => known[id] !== bones)
      .map(([id, bones]) => [id, this.#nodes(bones)] as const);
  }

  #boneOf(transition: Transition): Transition {
    const known = this.#bones.get(transition);
    if (known !== undefined) {
      return known;
    }
    const { boneOf } = this.#skeleton;
    const bone: Bone = {
      source: boneOf.get(transition.source) as AnyStateNode,
      target: transition.target?.map((node) => boneOf.get(node) as AnyStateNode),
      reenter: transition.reenter,
      actions: [markOf({ does: 'take', transition }) as never],
      eventType: transition.eventType,
      stands: transition,
    };
    this.#bones.set(transition, bone);
    return bone;
  }

  #forget(bones: readonly unknown[]): void {
    for (const bone of bones) {
      setAlways(bone, undefined);
    }
  }
}

/** A transition of the skeleton, with the one that it stands for. */
interface Bone extends Transition {
  readonly stands: Transition;
}

type PreInitialState = (scope: object, event: EventObject, queue: EventObject[]) => AnyMachineSnapshot;

/** The event on which a skeleton takes the transitions in question. */
const RECORD = { type: 'short-order.record' };

function setAlways(bone: unknown, transitions: readonly Transition[] | undefined): void {
  (bone as { always: unknown }).always = transitions;
}
