import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import type { CreatedActor } from '../system/controlled-system.js';

/**
 * Does again what a task did during a step of the recording: sends and emits the same events, and throws what
 * it threw.
 */
export type Performance = (label: string, self: AnyActorRef, emit: (event: EventObject) => void) => void;

/**
 * Logic that stands in for an asynchronous task during a replay: it starts nothing, and does at each step what
 * the task did in the recording; what the task sent between two steps comes from the trace as well.
 *
 * Hand-written task logic has no stand-in, since nobody can know what its transitions rely on: it runs again.
 */
export function standInFor(task: CreatedActor, perform: Performance): AnyActorLogic | undefined {
  const { logic, label, taskKind } = task;
  switch (taskKind) {
    case undefined:
    case 'custom':
      return undefined;
    case 'promise':
    case 'observable':
      return {
        ...logic,
        start: (snapshot, { self, emit }) => {
          if ('_subscription' in snapshot) {
            (snapshot as { _subscription: unknown })._subscription = { unsubscribe: () => undefined };
          }
          perform(label, self, emit);
        },
        transition: (snapshot, event: EventObject, scope) => {
          if (event.type === 'xstate.stop') {
            perform(label, scope.self, scope.emit);
          }
          return logic.transition(snapshot, event, scope);
        },
      };
    case 'callback':
      return {
        ...logic,
        start: (_, { self, emit }) => perform(label, self, emit),
        transition: (snapshot, event: EventObject, { self, emit }) => {
          perform(label, self, emit);
          return event.type === 'xstate.stop'
            ? { ...snapshot, status: 'stopped', error: undefined }
            : snapshot;
        },
      };
  }
}
