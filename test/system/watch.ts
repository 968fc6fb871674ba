import type { AnyActorLogic, AnyActorRef } from 'xstate';
import { createVirtualClock, type VirtualClock } from '../../src/clock/virtual-clock.js';
import type { DeadLetter } from '../../src/bus/dead-letter.js';
import type { Envelope } from '../../src/bus/lane.js';
import type { ControlledSystem, SystemOptions } from '../../src/system/controlled-system.js';
import type { Effect } from '../../src/system/effect.js';
import { createSystem } from '../../src/system/seamed-system.js';
import type { Arrival, Emission, Step } from '../../src/system/step.js';

/** Everything that a system showed on its streams, in order. */
export interface Watched {
  readonly steps: Step[];
  readonly posted: Envelope[];
  readonly delivered: Envelope[];
  readonly deadLetters: DeadLetter[];
  readonly arrivals: Arrival[];
  readonly emitted: Emission[];
}

/** Gathers what a system shows on its streams from now on. */
export function watch(system: ControlledSystem): Watched {
  const watched: Watched = {
    steps: [],
    posted: [],
    delivered: [],
    deadLetters: [],
    arrivals: [],
    emitted: [],
  };
  system.steps.subscribe((step) => watched.steps.push(step));
  system.bus.posted.subscribe((envelope) => watched.posted.push(envelope));
  system.bus.delivered.subscribe((envelope) => watched.delivered.push(envelope));
  system.bus.deadLettered.subscribe((letter) => watched.deadLetters.push(letter));
  system.arrivals.subscribe((arrival) => watched.arrivals.push(arrival));
  system.emitted.subscribe((emission) => watched.emitted.push(emission));
  return watched;
}

/** One line a step: `0 start root`, `10 fire TICK root/clock→root`. */
export function storyOf({ steps }: Pick<Watched, 'steps'>): string[] {
  return steps.map(({ time, decision, actor }) =>
    decision === undefined
      ? `${time} start ${actor.label}`
      : `${time} ${decision.kind} ${decision.event.type} ${decision.sender.label}→${decision.receiver.label}`,
  );
}

/** One line a dead letter: `LATE root→root/guest: receiver-ended`. */
export function lettersOf({ deadLetters }: Pick<Watched, 'deadLetters'>): string[] {
  return deadLetters.map(
    ({ envelope, reason }) =>
      `${envelope.event.type} ${envelope.sender.label}→${envelope.receiver.label}: ${reason}`,
  );
}

/** The effects of one kind, over all steps. */
export function effectsOf<TKind extends Effect['kind']>(
  { steps }: Pick<Watched, 'steps'>,
  kind: TKind,
): Extract<Effect, { kind: TKind }>[] {
  return steps
    .flatMap(({ effects }) => effects)
    .filter((effect): effect is Extract<Effect, { kind: TKind }> => effect.kind === kind);
}

/** Takes the first of what is enabled, and moves the clock when nothing is, until nothing is left. */
export function drive(system: ControlledSystem, clock: VirtualClock): void {
  if (system.decisions === 0) {
    system.start();
  }
  for (;;) {
    const next = system.next();
    if (next !== undefined) {
      system.apply(next);
    } else if (system.nextDue !== undefined) {
      clock.advanceTo(system.nextDue);
    } else {
      return;
    }
  }
}

/** A system on a virtual clock of its own, watched from before its start. */
export interface Watching<TLogic extends AnyActorLogic> {
  readonly system: ControlledSystem<TLogic>;
  readonly clock: VirtualClock;
  readonly watched: Watched;
}

/** Builds a system on a virtual clock and watches it; nothing has started yet. */
export function prepared<TLogic extends AnyActorLogic>(
  logic: TLogic,
  options: Omit<SystemOptions<TLogic>, 'clock'> = {},
): Watching<TLogic> {
  const clock = createVirtualClock();
  const system = createSystem(logic, { ...options, clock });
  return { system, clock, watched: watch(system) };
}

/** Builds a system, lets `before` send it events from outside, and drives it until nothing is left. */
export function driven<TLogic extends AnyActorLogic>(
  logic: TLogic,
  before?: (system: ControlledSystem<TLogic>) => void,
): Watching<TLogic> {
  const watching = prepared(logic);
  watching.system.start();
  before?.(watching.system);
  drive(watching.system, watching.clock);
  return watching;
}

/** The state value of a machine that runs. */
export function valueOf(actor: AnyActorRef | undefined): unknown {
  return (actor?.getSnapshot() as { readonly value?: unknown } | undefined)?.value;
}

/** The context of a machine that runs. */
export function contextOf(actor: AnyActorRef | undefined): unknown {
  return (actor?.getSnapshot() as { readonly context?: unknown } | undefined)?.context;
}
