import { spawnChild, stopChild } from 'xstate';
import type { AnyStateNode, EventObject } from 'xstate';
import { stepOf } from './action.js';
import type { Microstep, Run, Step } from './run.js';
import type { Happening } from './skeleton.js';
import type { Action, HistoryValue, Transition } from './xstate-insides.js';

/** Does a microstep: afterwards the run is where it leads. */
export function perform(run: Run, { steps, to, history, failure }: Microstep): void {
  for (let index = 0; index < steps.length; index++) {
    (steps[index] as Step)(run);
  }
  if (failure !== undefined) {
    throw failure.error;
  }
  if (to !== undefined) {
    const { historyValue } = run;
    run.arrive(to, history.length === 0 ? historyValue : { ...historyValue, ...remembered(history) });
  }
}

function remembered(history: Microstep['history']): HistoryValue {
  return Object.fromEntries(history.map(([id, nodes]) => [id, [...nodes]]));
}

/** Turns what XState was seen to do into steps that do it. */
export function stepsOf(happenings: readonly Happening[], actions: StateActions): Step[] {
  const steps: Step[] = [];
  let completed = false;
  for (const [index, happening] of happenings.entries()) {
    switch (happening.does) {
      case 'exit': {
        const { exit, stops } = actions.of(happening.node);
        steps.push(...exit.map(stepOf), ...(completed ? [] : stops.map(stepOf)));
        break;
      }
      case 'take':
        steps.push(...actions.ofTransition(happening.transition).map(stepOf));
        break;
      case 'enter': {
        const { entry, starts, initial, invoked } = actions.of(happening.node);
        const begins = happenings[index + 1]?.does === 'begin';
        const all = [...entry, ...starts, ...(begins ? initial : [])];
        if (all.length > 0) {
          steps.push(entryStep(all, invoked));
        }
        break;
      }
      case 'begin':
        break;
      case 'finish':
        steps.push(finishStep(happening.type, happening.output));
        break;
      case 'complete':
        completed = true;
        steps.push(completeStep(happening.type, happening.output));
        break;
    }
  }
  return steps;
}

/** The actions of a machine as they were when it was compiled. */
export interface StateActions {
  of(node: AnyStateNode): NodeActions;
  ofTransition(transition: Transition): readonly Action[];
}

export interface NodeActions {
  readonly entry: readonly Action[];
  readonly exit: readonly Action[];
  /** Start and stop what the state invokes. */
  readonly starts: readonly Action[];
  readonly stops: readonly Action[];
  readonly invoked: readonly string[];
  /** The actions of its initial transition. */
  readonly initial: readonly Action[];
}

/** Collects the actions of a state. */
export function actionsOf(node: AnyStateNode): NodeActions {
  const { initial } = node.config as { readonly initial?: string | { readonly actions?: Action | Action[] } };
  const initialActions = typeof initial === 'object' ? initial.actions : undefined;
  return {
    entry: [...node.entry],
    exit: [...node.exit],
    starts: node.invoke.map((invoke) => {
      const { onSnapshot } = invoke as { readonly onSnapshot?: unknown };
      return spawnChild(
        invoke.src as never,
        { ...invoke, syncSnapshot: Boolean(onSnapshot) } as never,
      ) as never;
    }),
    stops: node.invoke.map(({ id }) => stopChild(id) as never),
    invoked: node.invoke.map(({ id }) => id),
    initial: initialActions === undefined ? [] : [initialActions].flat(),
  };
}

/** Entry actions may mean children that the same state starts only after them. */
function entryStep(actions: readonly Action[], invoked: readonly string[]): Step {
  const steps = actions.map(stepOf);
  return (run) => {
    const { deferredActorIds } = run;
    run.deferredActorIds = invoked;
    run.retries = [];
    for (const step of steps) {
      step(run);
    }
    const { retries } = run;
    run.deferredActorIds = deferredActorIds;
    run.retries = undefined;
    for (const [action, params] of retries) {
      action.retryResolve?.(run.scope, run.settled(), params);
    }
  };
}

function finishStep(type: string, output: AnyStateNode | undefined): Step {
  return (run) => {
    run.queue.push({
      type,
      output: output === undefined ? undefined : resolveOutput(output.output, run, run.event),
    } as EventObject);
  };
}

function completeStep(type: string, output: AnyStateNode | undefined): Step {
  return (run) => {
    const { root } = run.machine;
    if (root.output === undefined) {
      run.complete(undefined);
      return;
    }
    const event = {
      type,
      output: output === undefined ? undefined : resolveOutput(output.output, run, run.event),
    };
    run.complete(resolveOutput(root.output, run, event));
  };
}

function resolveOutput(output: unknown, { context, scope: { self } }: Run, event: EventObject): unknown {
  return typeof output === 'function'
    ? (output as (args: object) => unknown)({ context, event, self })
    : output;
}
