import { stopChild } from 'xstate';
import type { AnyActorRef, EventObject } from 'xstate';
import { performAction } from './action.js';
import { perform } from './microstep.js';
import type { Choice, Run } from './run.js';
import { select, selectEventless } from './selector.js';
import type { InsideSystem, Transition } from './xstate-insides.js';

/** Takes the microstep for the run's event, then all that follow from it. */
export function runEvent(run: Run): void {
  takeEvent(run);
  runToRest(run);
}

/** Stops the machine, and its children with it. */
export function runStop(run: Run): void {
  for (const child of Object.values(run.children) as AnyActorRef[]) {
    performAction(run, stopChild(child));
  }
  run.stop();
  inspect(run, NONE);
}

/** Takes the microsteps that need no event from outside, until there are none. */
export function runToRest(run: Run): void {
  const { queue } = run;
  const most = run.machine.options?.maxIterations ?? Infinity;
  let count = 0;
  let mayBeEventless = true;
  while (run.status === 'active') {
    if (++count > most) {
      throw new Error(
        `Infinite loop detected: the machine has processed more than ${most} microsteps without reaching a stable state. This usually happens when there's a cycle of transitions (e.g., eventless transitions or raised events causing state A -> B -> C -> A).`,
      );
    }
    const before = run.changes;
    if (mayBeEventless && run.configuration.eventless.length > 0 && takeEventless(run)) {
      mayBeEventless = run.changes !== before;
      continue;
    }
    if (queue.length === 0) {
      break;
    }
    run.event = queue.shift() as EventObject;
    takeEvent(run);
    mayBeEventless = true;
  }
  if (run.status !== 'active') {
    stopChildren(run);
  }
}

function takeEvent(run: Run): void {
  const { configuration, event } = run;
  const taken: Choice[] = [];
  select(configuration.selectorFor(event.type), run, event, taken);
  const [first] = taken;
  if (first === undefined) {
    inspect(run, NONE);
    return;
  }
  const microstep = first.microsteps.find(taken, 1, run.historyValue);
  perform(run, microstep);
  inspect(run, microstep.taken);
}

function takeEventless(run: Run): boolean {
  const { configuration, event } = run;
  const taken: Choice[] = [];
  selectEventless(configuration.eventless, run, event, taken);
  const [first] = taken;
  if (first === undefined) {
    return false;
  }
  const microstep = first.microsteps.find(taken, 0, run.historyValue);
  perform(run, microstep);
  inspect(run, microstep.taken);
  return true;
}

/** Tells who inspects the system of a microstep. */
function inspect(run: Run, transitions: readonly Transition[]): void {
  const { scope, direct, event } = run;
  if (direct !== undefined) {
    return;
  }
  (scope.system as unknown as InsideSystem)._sendInspectionEvent({
    type: '@xstate.microstep',
    actorRef: scope.self,
    event,
    snapshot: run.settled(),
    _transitions: transitions,
  });
}

const NONE: readonly Transition[] = [];

/** A machine that is at its end stops its children; its snapshot still shows them. */
function stopChildren(run: Run): void {
  const snapshot = run.settled();
  for (const child of Object.values(snapshot.children) as AnyActorRef[]) {
    performAction(run, stopChild(child));
  }
  run.adopt(snapshot);
}
