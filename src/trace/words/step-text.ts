import type { EventObject } from 'xstate';
import type { FaultKind } from '../../system/fault.js';
import type { TraceStep } from '../trace-format.js';
import { eventText } from './event-text.js';

/** What is said of a step. */
export interface HappenedStep {
  readonly kind: TraceStep['do'] | FaultKind;
  readonly event: EventObject;
  /** In milliseconds of the run's clock. */
  readonly time: number;
}

/** What happened in a step: the event, with its time where that is why it came; else what became of it. */
export function stepText(step: HappenedStep): string {
  const name = stepName(step);
  return step.kind === 'fire' ? `${name} (at ${step.time} ms)` : name;
}

/** The same beside the time: two steps that differ in nothing else have one name. */
export function stepName({ kind, event }: Pick<HappenedStep, 'kind' | 'event'>): string {
  switch (kind) {
    case 'stop':
      return 'stop';
    case 'drop':
    case 'duplicate':
      return `${kind} ${eventText(event)}`;
    case 'crash':
    case 'restart':
      return kind;
    case 'start':
    case 'deliver':
    case 'settle':
    case 'fire':
      return eventText(event);
  }
}
