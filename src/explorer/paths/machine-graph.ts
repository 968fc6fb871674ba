import {
  type AnyActor,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createEmptyActor,
  type EventObject,
} from 'xstate';

type Scope = Parameters<AnyStateMachine['transition']>[2];
type MachineTransition = (
  snapshot: AnyMachineSnapshot,
  event: EventObject,
  scope: Scope,
) => AnyMachineSnapshot;

/** A transition of a machine by itself that threw. */
export class TransitionError extends Error {
  constructor(
    readonly event: EventObject,
    readonly from: AnyMachineSnapshot,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'TransitionError';
  }
}

/**
 * A machine of which only guards and assignments count, as a walk along its graph takes it: it begins where a snapshot
 * stands, and whom it sends to is played by somebody who takes everything and does nothing.
 *
 * XState resolves the receiver of a send in the middle of a transition, and throws where there is none. A machine by
 * itself has no parent, nor the children that its system would have started by then.
 */
export function machineGraph(machine: AnyStateMachine, from: AnyMachineSnapshot): AnyStateMachine {
  const transition: MachineTransition = (snapshot, event, scope) => {
    const alone = withParent(scope);
    let known = snapshot;
    for (;;) {
      try {
        return machine.transition(known, event, alone) as AnyMachineSnapshot;
      } catch (error) {
        const missing = nobody(error);
        if (missing === undefined || missing in known.children) {
          throw new TransitionError(event, snapshot, error);
        }
        known = withChild(known, missing);
      }
    }
  };
  return Object.create(machine, {
    transition: { value: transition },
    getInitialSnapshot: { value: () => from },
  }) as AnyStateMachine;
}

function withParent(scope: Scope): Scope {
  const self = Object.create(scope.self as object, { _parent: { value: createEmptyActor() } }) as AnyActor;
  return { ...scope, self };
}

function withChild(snapshot: AnyMachineSnapshot, id: string): AnyMachineSnapshot {
  return { ...snapshot, children: { ...snapshot.children, [id]: createEmptyActor() } } as AnyMachineSnapshot;
}

/** The child whom an error of XState's misses. */
function nobody(error: unknown): string | undefined {
  return error instanceof Error
    ? /^Unable to send event to actor '(?:#_)?(.+)' from machine/.exec(error.message)?.[1]
    : undefined;
}
