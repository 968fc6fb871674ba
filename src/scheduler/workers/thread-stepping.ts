import type { AnyActorRef } from 'xstate';
import type { ControlledSystem } from '../../system/controlled-system.js';
import { systemOf } from '../../system/thread-seam.js';
import type { Stepping } from '../stepping.js';
import { Hosting } from './hosting.js';
import type { LogicSources } from './logic-source.js';
import type { LostThread, Restart } from './lost-actors.js';
import { Placement, type Places } from './placement.js';
import type { ThreadPool } from './thread-pool.js';

export interface ThreadSteppingOptions {
  readonly pool: ThreadPool;
  readonly threads: number;
  readonly modules: LogicSources;
  readonly place: Places;
  readonly restart: Restart;
  readonly onLost: (lost: LostThread) => void;
}

/** Steps of actors on threads, one after the other, as whoever takes the decisions asks for them. */
export function createThreadStepping({
  pool,
  threads,
  modules,
  place,
  restart,
  onLost,
}: ThreadSteppingOptions): Stepping {
  const hostings = new WeakMap<object, Hosting>();
  const hostingOf = (actor: AnyActorRef): Hosting => {
    const system = systemOf(actor);
    // Nobody knows what will be decided next, so that no step is taken ahead.
    const hosting =
      hostings.get(system) ??
      new Hosting({
        pool,
        placement: new Placement(threads, place),
        modules,
        isFifo: false,
        freely: undefined,
        restart,
        onLost,
      });
    hostings.set(system, hosting);
    return hosting;
  };
  const hostingIn = (system: ControlledSystem): Hosting => hostingOf(system.root as AnyActorRef);
  return {
    substitute: (actor) => hostingOf(actor.ref).substitute(actor),
    admit: (sender, receiver, event) => hostingOf(receiver).admit(sender, receiver, event),
    attach: (system) => hostingIn(system).attach(system),
    prepare: (system, decision) => hostingIn(system).prepare(decision),
    throwProblem: (system) => hostingIn(system).throwProblem(),
    settle: (system) => pool.during(() => hostingIn(system).settle()),
    forget: (system) => hostingIn(system).forget(),
  };
}
