import type { EventObject } from 'xstate';
import type { Address } from '../../bus/address.js';
import type { Decision, DecisionKind } from '../../system/decision.js';
import { Choice } from '../choice.js';
import { noUnhandledEvents } from '../properties/unhandled-events.js';
import type { Property, Watch } from '../property.js';
import { runSchedule, type ScheduleOptions, type ScheduleResult } from '../schedule-run.js';
import type { SubjectFactory } from '../subject.js';
import type { SystemView } from '../system-view.js';
import { followingPicker } from './following-picker.js';
import { type LivingActor, livingActors } from './living-actor.js';
import { type ActorState, actorStateOf } from '../../trace/words/state-text.js';

/** A decision of a schedule, and what it did to the actor whose step it was. */
export interface RecordedStep {
  /** Its number, from 1. */
  readonly index: number;
  /** As the schedule and its replay line call it. */
  readonly name: string;
  readonly kind: DecisionKind;
  readonly from: Address;
  readonly to: Address;
  readonly event: EventObject;
  /** When it happened, in milliseconds. */
  readonly time: number;
  /** The number of the decision that made it possible: 0 the start of the system, -1 something outside of it. */
  readonly cause: number;
  /** The queue that it was the head of. */
  readonly lane: string;
  /** The receiver before and after. */
  readonly before: ActorState | undefined;
  readonly after: ActorState | undefined;
  /** Whether the receiver's states did not take the event, so that XState dropped it. */
  readonly isIgnored: boolean;
}

/** One run of a schedule, written down. */
export interface ScheduleRecord {
  readonly steps: readonly RecordedStep[];
  readonly result: ScheduleResult;
  /**
   * What waited when it ended, numbered on from the steps: nobody knows what it would have done. Where there is a
   * timer, the first is among it.
   */
  readonly pending: readonly RecordedStep[];
  /** The actors that lived when the run came to its end; `undefined` where a violation ended it before. */
  readonly living: readonly LivingActor[] | undefined;
}

/** Runs a schedule again and writes down what happens. */
export async function recordSchedule(
  factory: SubjectFactory,
  decisions: readonly string[],
  options: ScheduleOptions,
): Promise<ScheduleRecord> {
  const recorder = new Recorder();
  const result = await runSchedule(factory, followingPicker(decisions, decisions.length), {
    ...options,
    // First, so that it sees the step on which another property ends the run.
    properties: [recorder, ...options.properties],
  });
  return { steps: recorder.steps, pending: recorder.pending, result, living: recorder.living };
}

/** A property that always holds, and remembers what it saw. */
class Recorder implements Property {
  readonly name = 'recorder';
  readonly steps: RecordedStep[] = [];
  pending: readonly RecordedStep[] = [];
  living: readonly LivingActor[] | undefined;

  looksAt(): boolean {
    return false;
  }

  watch(view: SystemView): Watch {
    const ignored = noUnhandledEvents().watch(view);
    let current: { readonly choice: Choice; readonly before: ActorState | undefined } | undefined;
    return {
      beforeStep: (choice) => {
        ignored.beforeStep?.(choice);
        current = { choice, before: actorStateOf(view.snapshot(choice.decision.to)) };
      },
      afterStep: (step) => {
        if (current !== undefined) {
          const { choice, before } = current;
          this.steps.push({
            ...plannedStep(choice.decision, step.index),
            time: step.time,
            before,
            after: actorStateOf(view.snapshot(choice.decision.to)),
            isIgnored: ignored.afterStep?.(step) !== undefined,
          });
        }
        const waiting: Decision[] = [...view.waiting(), ...view.timers().slice(0, 1)];
        this.pending = waiting.map((decision, place) => plannedStep(decision, step.index + 1 + place));
        return undefined;
      },
      atEnd: () => {
        this.living = livingActors(view);
        return undefined;
      },
    };
  }
}

/** A decision as a step that has not been taken. */
export function plannedStep(decision: Decision, index: number): RecordedStep {
  const { kind, from, to, event, cause, time } = decision;
  const { name, lane } = new Choice(decision);
  return {
    index,
    name,
    kind,
    from,
    to,
    event,
    time,
    cause,
    lane,
    before: undefined,
    after: undefined,
    isIgnored: false,
  };
}
