import type { AnyActorScope, AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { compile } from '../../../src/compiler/compile.js';
import type { Compiler } from './children.js';

type Transition = (
  snapshot: AnyMachineSnapshot,
  event: EventObject,
  scope: AnyActorScope,
) => AnyMachineSnapshot;

/** Compilers with one fault each, small enough that a careless comparison would miss it. */
export const saboteurs: Readonly<Record<string, Compiler>> = {
  'an action that is carried out last, not first': sabotaged((transition) => (snapshot, event, scope) => {
    const { actionExecutor } = scope;
    const actions: Parameters<typeof actionExecutor>[0][] = [];
    const next = transition(snapshot, event, {
      ...scope,
      actionExecutor: (action) => actions.push(action),
    } as AnyActorScope);
    actions.reverse().forEach((action) => actionExecutor(action));
    return next;
  }),
  'params that do not reach an action': sabotaged((transition) => (snapshot, event, scope) => {
    const { actionExecutor } = scope;
    return transition(snapshot, event, {
      ...scope,
      actionExecutor: (action) =>
        actionExecutor(action.type === 'custom' ? { ...action, params: undefined } : action),
    } as AnyActorScope);
  }),
  'a snapshot that is new though nothing changed': sabotaged((transition) => (snapshot, event, scope) => ({
    ...transition(snapshot, event, scope),
  })),
  'a state value that is the same object as before': sabotaged((transition) => (snapshot, event, scope) => {
    const next = transition(snapshot, event, scope);
    return JSON.stringify(next.value) === JSON.stringify(snapshot.value)
      ? ({ ...next, value: snapshot.value } as AnyMachineSnapshot)
      : next;
  }),
  'history that is forgotten': sabotaged(
    (transition) => (snapshot, event, scope) =>
      transition({ ...snapshot, historyValue: {} } as AnyMachineSnapshot, event, scope),
  ),
  'tags in another order': sabotaged((transition) => (snapshot, event, scope) => {
    const next = transition(snapshot, event, scope);
    return { ...next, tags: new Set([...next.tags].reverse()) } as AnyMachineSnapshot;
  }),
  'states in another order': sabotaged((transition) => (snapshot, event, scope) => {
    const next = transition(snapshot, event, scope);
    return { ...next, _nodes: [...next._nodes].reverse() } as AnyMachineSnapshot;
  }),
  'a microstep that is not told of': sabotaged((transition) => (snapshot, event, scope) => {
    const { system } = scope as unknown as { system: { _sendInspectionEvent(event: object): void } };
    const told = system._sendInspectionEvent;
    system._sendInspectionEvent = (one) => {
      if ((one as { type: string }).type !== '@xstate.microstep') {
        told(one);
      }
    };
    try {
      return transition(snapshot, event, scope);
    } finally {
      system._sendInspectionEvent = told;
    }
  }),
  'an output that is lost': sabotaged(
    (transition) => (snapshot, event, scope) =>
      ({ ...transition(snapshot, event, scope), output: undefined }) as AnyMachineSnapshot,
  ),
  'children that are left out of the last snapshot': sabotaged((transition) => (snapshot, event, scope) => {
    const next = transition(snapshot, event, scope);
    return next.status === 'active' ? next : ({ ...next, children: {} } as AnyMachineSnapshot);
  }),
};

/** A compiler whose machines take transitions in a way of their own. */
function sabotaged(spoil: (transition: Transition) => Transition): Compiler {
  return (machine: AnyStateMachine) => {
    const compiled = compile(machine);
    const transition = compiled.transition as unknown as Transition;
    compiled.transition = spoil(transition) as never;
    return compiled;
  };
}
