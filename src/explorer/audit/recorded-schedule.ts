import type { Address } from '../../bus/address.js';
import { ActorRecord } from '../../system/actor-record.js';
import type { AsyncTaskKind } from '../../system/async-task.js';
import type { ControlledSystem } from '../../system/controlled-system.js';
import type { Step } from '../../system/step.js';
import { TraceLineWriter } from '../../trace/trace-line.js';
import { addressesIn } from '../../trace/trace-recorder.js';
import { Choice } from '../choice.js';
import type { RunObserver } from '../run-observer.js';
import { runSchedule, type ScheduleOptions } from '../schedule-run.js';
import type { SubjectFactory } from '../subject.js';
import { type HostFunction, listenToHostCalls } from './host-calls.js';

/** A schedule that was run once more, and written down. */
export interface RecordedSchedule {
  /** A line of its trace for each step and for each envelope that came between two, in order. */
  readonly lines: readonly RecordedLine[];
  readonly calls: readonly HostCall[];
  /** What was enabled where the schedule asked for something else, if it came to that. */
  readonly lost: { readonly wanted: string; readonly enabled: readonly string[] } | undefined;
}

export interface RecordedLine {
  readonly text: string;
  /** The number of the step, or of the one before. */
  readonly step: number;
  /** What happened, as reports say it. */
  readonly what: string;
  /** The asynchronous task that it came from, if it came from one. */
  readonly task: RecordedTask | undefined;
}

export interface RecordedTask {
  readonly address: Address;
  readonly kind: AsyncTaskKind;
}

/** A call during a run whose answer depends on more than the run. */
export interface HostCall {
  readonly name: HostFunction;
  /** The number of the step during which, or behind which, it was called. */
  readonly step: number;
}

/** Runs a schedule as far as its decisions go, and records it. Nothing else may be run meanwhile. */
export async function recordSchedule(
  factory: SubjectFactory,
  decisions: readonly string[],
  options: Omit<ScheduleOptions, 'observer'>,
): Promise<RecordedSchedule> {
  const recorder = new ScheduleRecorder();
  const stopListening = listenToHostCalls((name) => recorder.hostCall(name));
  let lost: RecordedSchedule['lost'];
  const pick = (choices: readonly Choice[], { depth }: { readonly depth: number }): number | undefined => {
    const wanted = decisions[depth];
    const enabled = choices.map(({ name }) => name);
    if (wanted === undefined || enabled.includes(wanted)) {
      return wanted === undefined ? undefined : enabled.indexOf(wanted);
    }
    lost = { wanted, enabled };
    return undefined;
  };
  try {
    const { decisions: taken } = await runSchedule(factory, { pick }, { ...options, observer: recorder });
    const wanted = decisions[taken.length];
    if (wanted !== undefined) {
      lost ??= { wanted, enabled: [] };
    }
    return { lines: recorder.lines, calls: recorder.calls, lost };
  } finally {
    stopListening();
  }
}

class ScheduleRecorder implements RunObserver {
  readonly lines: RecordedLine[] = [];
  readonly calls: HostCall[] = [];
  #system: ControlledSystem | undefined;
  #writer: TraceLineWriter | undefined;
  #steps = 0;

  begin(system: ControlledSystem): void {
    const writer = new TraceLineWriter(addressesIn(system));
    this.#system = system;
    this.#writer = writer;
    system.arrivals.subscribe((arrival) => {
      const { sender, to, event } = arrival.envelope;
      this.lines.push({
        text: writer.arrival(arrival),
        step: arrival.after - 1,
        what: `arrival of ${event.type} ${sender.label}>${to}`,
        task: taskOf(sender),
      });
    });
  }

  step(step: Step): void {
    const { index, decision } = step;
    this.#steps++;
    this.lines.push({
      text: this.#writer?.step(step) ?? '',
      step: index,
      what: decision === undefined ? 'start' : new Choice(decision).name,
      task: decision === undefined ? undefined : taskOf(decision.sender),
    });
  }

  hostCall(name: HostFunction): void {
    const isBetween = this.#system !== undefined && this.#system.decisions === this.#steps;
    // Between two steps the run itself looks at this clock, for how long to wait for promises.
    if (name !== 'performance.now' || !isBetween) {
      this.calls.push({ name, step: Math.max(0, this.#steps - (isBetween ? 1 : 0)) });
    }
  }
}

function taskOf(sender: unknown): RecordedTask | undefined {
  return sender instanceof ActorRecord && sender.taskKind !== undefined
    ? { address: sender.label, kind: sender.taskKind }
    : undefined;
}
