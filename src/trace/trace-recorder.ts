import { Subscription } from 'rxjs';
import type { Outcome } from '../scheduler/scheduler.js';
import type { Run } from '../scheduler/run.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import { systemIdOf } from '../system/xstate-seam.js';
import { type AddressOf, canonicalJson } from './canonical-json.js';
import { TraceError } from './trace-errors.js';
import { TRACE_VERSION, type TraceHeader, type TraceSink, type TraceSummary } from './trace-format.js';
import { sealOf, TraceHash } from './trace-hash.js';
import { TraceLineWriter } from './trace-line.js';

export interface RecorderOptions {
  /** Takes every line of the trace as the run goes on; without one only the hash is made. */
  readonly sink?: TraceSink;
  /** Where the system comes from, as plain data for whoever builds it again. */
  readonly origin?: unknown;
}

/** Writes down a run while it goes on. */
export interface Recorder {
  /** Ends the trace: writes its last line, with the hash, and whatever else is to stand there. */
  close(outcome: Outcome, figures?: Readonly<Record<string, unknown>>): TraceSummary;
}

/** Records a run from its first decision; to be called before the run starts. */
export function recordTrace(run: Run, { sink, origin }: RecorderOptions = {}): Recorder {
  const { system, scheduler, seed } = run;
  if (system.decisions > 0) {
    throw new TraceError('begun-late', 'a run is recorded from its start: call recordTrace before finish');
  }
  const addressOf = addressesIn(system);
  const systemId = systemIdOf(system.root);
  const header: TraceHeader = {
    trace: 'short-order',
    version: TRACE_VERSION,
    system: system.root.id,
    ...(systemId === undefined ? {} : { systemId }),
    scheduler: scheduler.name,
    settings: scheduler.settings,
    clock: system.clock.kind,
    seed,
    input: plainJson(run.input, addressOf),
    ...(origin === undefined ? {} : { origin: plainJson(origin, addressOf) }),
  };
  const hash = new TraceHash(header);
  const lines = new TraceLineWriter(addressOf);
  const headerLine = JSON.stringify(header);
  sink?.(headerLine);
  const write = (line: string): void => {
    hash.add(line);
    sink?.(line);
  };
  const subscriptions = new Subscription();
  subscriptions.add(system.arrivals.subscribe((arrival) => write(lines.arrival(arrival))));
  subscriptions.add(system.steps.subscribe((step) => write(lines.step(step))));
  return {
    close(outcome, figures = {}) {
      subscriptions.unsubscribe();
      const unsealed = {
        end: true as const,
        scheduler: scheduler.name,
        clock: system.clock.kind,
        seed,
        status: outcome.status,
        decisions: outcome.decisions,
        elapsed: outcome.elapsed / 1000,
        hash: hash.digest(),
        ...figures,
      };
      const summary: TraceSummary = { ...unsealed, seal: sealOf(headerLine, unsealed) };
      sink?.(JSON.stringify(summary));
      return summary;
    },
  };
}

/** A value as it will be read back from a trace. */
function plainJson(value: unknown, addressOf: AddressOf): unknown {
  return JSON.parse(canonicalJson(value, addressOf));
}

/** Tells the actors of a run's system by their addresses. */
export function addressesIn(system: ControlledSystem): AddressOf {
  return (value) => ('sessionId' in value && 'send' in value ? system.addressOf(value as never) : undefined);
}
