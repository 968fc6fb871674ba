import { type AnyStateMachine, type EventObject, State, toSCXMLEvent } from 'xstate';
import { type DrawableMachine, drawableMachine } from './drawable-machine.js';

/** A snapshot as `@statelyai/inspect` sends it. */
export interface InspectedSnapshot {
  readonly status?: string;
  readonly value?: unknown;
  readonly context?: unknown;
  readonly tags?: readonly string[];
}

/** A message of `@statelyai/inspect`, as far as the visualiser can show it. */
export type InspectedMessage = { readonly sessionId: string } & (
  | {
      readonly type: '@xstate.actor';
      readonly name: string;
      readonly parentId?: string | undefined;
      readonly snapshot: InspectedSnapshot;
    }
  | { readonly type: '@xstate.event'; readonly sourceId?: string | undefined; readonly event: EventObject }
  | { readonly type: '@xstate.snapshot'; readonly event: EventObject; readonly snapshot: InspectedSnapshot }
);

/** A message of `@xstate/inspect` 0.8; the fields `machine`, `state` and `event` are JSON. */
export type VizMessage = { readonly sessionId: string } & (
  | {
      readonly type: 'service.register';
      readonly id: string;
      readonly machine: string;
      readonly state: string;
      readonly parent?: string | undefined;
    }
  | { readonly type: 'service.event'; readonly event: string }
  | { readonly type: 'service.state'; readonly state: string }
  | { readonly type: 'service.stop' }
);

/** More definitions than these are not remembered. */
const MACHINES_KEPT = 200;

/**
 * Turns messages of `@statelyai/inspect` into those of `@xstate/inspect`, which the older visualiser reads; there are none
 * for actors that run no machine.
 *
 * The second argument is JSON of the definition of the actor's machine.
 */
export function createVizProtocol(): (message: InspectedMessage, definition: string) => VizMessage[] {
  const machines = new Map<string, DrawableMachine | undefined>();
  const machineOf = (definition: string): DrawableMachine | undefined => {
    if (!machines.has(definition)) {
      if (machines.size >= MACHINES_KEPT) {
        machines.clear();
      }
      machines.set(definition, drawableMachine(definition));
    }
    return machines.get(definition);
  };
  return (message, definition) => {
    const drawable = machineOf(definition);
    return drawable === undefined ? [] : translate(message, drawable);
  };
}

function translate(message: InspectedMessage, { machine, text }: DrawableMachine): VizMessage[] {
  const { sessionId } = message;
  switch (message.type) {
    case '@xstate.actor': {
      const { name: id, parentId: parent, snapshot } = message;
      const state = stateText(machine, sessionId, snapshot, { type: 'xstate.init' });
      return [
        {
          type: 'service.register',
          sessionId,
          id,
          machine: text,
          state,
          ...(parent === undefined ? {} : { parent }),
        },
        ...stopAfter(sessionId, snapshot),
      ];
    }
    case '@xstate.event':
      return [
        { type: 'service.event', sessionId, event: JSON.stringify(scxml(message.event, message.sourceId)) },
      ];
    case '@xstate.snapshot': {
      const { event, snapshot } = message;
      return [
        { type: 'service.state', sessionId, state: stateText(machine, sessionId, snapshot, event) },
        ...stopAfter(sessionId, snapshot),
      ];
    }
  }
}

function stopAfter(sessionId: string, { status }: InspectedSnapshot): VizMessage[] {
  return status === undefined || status === 'active' ? [] : [{ type: 'service.stop', sessionId }];
}

/** A state as XState 4 writes it. */
function stateText(
  machine: AnyStateMachine,
  sessionId: string,
  { value = {}, context, status, tags = [] }: InspectedSnapshot,
  event: EventObject,
): string {
  const state = State.from(value as never, context);
  return JSON.stringify({
    ...resolved(machine, state).toJSON(),
    event,
    _event: scxml(event),
    _sessionid: sessionId,
    done: status === 'done',
    tags,
  });
}

/** The state with all that follows from it; as it is, where the machine of the visualiser has no such state. */
function resolved(machine: AnyStateMachine, state: State<unknown>): State<unknown> {
  try {
    return machine.resolveState(state) as State<unknown>;
  } catch {
    return state;
  }
}

function scxml(event: EventObject, origin?: string): object {
  return toSCXMLEvent(event, origin === undefined ? {} : { origin });
}
