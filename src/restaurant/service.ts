import { concatMap, firstValueFrom, fromEvent, merge, type Observable } from 'rxjs';
import type { Clock } from '../clock/clock.js';
import { createRun } from '../scheduler/run.js';
import type { Outcome, Scheduler } from '../scheduler/scheduler.js';
import type { Machines } from '../system/machines.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { TraceSink, TraceSummary } from '../trace/trace-format.js';
import { recordTrace } from '../trace/trace-recorder.js';
import type { Heard } from './heard.js';
import type { Line } from './phrasebook.js';
import { createReport, type Figures } from './report.js';
import type { Scenario, ScenarioSettings } from './scenario.js';
import { summaryFigures } from './summary-figures.js';

export interface ServiceOptions {
  readonly scenario: Scenario;
  readonly settings: ScenarioSettings;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly machines: Machines;
  /** Takes every line of the trace as the run goes on. */
  readonly sink?: TraceSink;
}

/** A line, and when it was said, in milliseconds of the run's clock. */
export interface SpokenLine extends Line {
  readonly time: number;
}

/** One service of the restaurant, from the opening to the closing: a scenario that runs and is written down. */
export interface Service {
  readonly system: ControlledSystem;
  /** The scheduler, as it is on the clock of the service. */
  readonly scheduler: Scheduler;
  /** All news. */
  readonly news: Observable<Heard>;
  /** The news in the scenario's words. */
  readonly lines: Observable<SpokenLine>;
  /** Runs the restaurant until it has closed, or until the signal ends it. */
  serve(signal: AbortSignal): Promise<ServiceResult>;
}

/** What a service came to. */
export interface ServiceResult {
  readonly outcome: Outcome;
  readonly figures: Figures;
  /** The last line of the trace. */
  readonly summary: TraceSummary;
}

/** Sets a service up; nothing happens before {@link Service.serve}. */
export function createService({
  scenario,
  settings,
  clock,
  scheduler,
  machines,
  sink,
}: ServiceOptions): Service {
  const { machine, input } = scenario.build(settings, clock);
  const run = createRun(machine, { input, clock, scheduler, machines, seed: settings.seed });
  const origin = { scenario: scenario.name, settings };
  const recorder = recordTrace(run, sink === undefined ? { origin } : { sink, origin });
  const system: ControlledSystem = run.system;
  const news = system.emitted as Observable<Heard>;
  const report = createReport([...settings.staff, ...scenario.alsoAtWork], expectedIn(settings));
  news.subscribe((heard) => report.hear(heard));

  return {
    system,
    scheduler: run.scheduler,
    news,
    lines: news.pipe(
      concatMap((heard) => scenario.phrasebook(heard).map((line) => ({ ...line, time: heard.time }))),
    ),
    async serve(signal) {
      let outcome = await run.finish({ signal });
      while (outcome.status === 'at-rest' && settings.customers.from === 'terminal') {
        await somethingToDo(system, signal);
        outcome = await run.finish({ signal });
      }
      const figures = report.figures();
      const summary = recorder.close(outcome, { scenario: scenario.name, ...summaryFigures(figures) });
      return { outcome, figures, summary };
    },
  };
}

/** How many customers are to come, as far as that is known beforehand. */
function expectedIn({ customers }: ScenarioSettings): number {
  switch (customers.from) {
    case 'script':
      return customers.orders.length;
    case 'chance':
      return customers.customers;
    case 'nowhere':
    case 'terminal':
      return 0;
  }
}

/** Resolves when something has come from outside, or when nobody waits for it any more. */
async function somethingToDo({ bus, arrivals }: ControlledSystem, signal: AbortSignal): Promise<void> {
  if (bus.waiting === 0 && !signal.aborted) {
    await firstValueFrom(merge(arrivals, fromEvent(signal, 'abort')));
  }
}
