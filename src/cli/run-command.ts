import { parseClock } from '../clock/parse-clock.js';
import { isLogged, isSaidAloud } from '../restaurant/audience.js';
import { reportText } from '../restaurant/report-text.js';
import { createService } from '../restaurant/service.js';
import { checkOutcome } from './check-outcome.js';
import { coloursFor } from './colours.js';
import type { Host } from './host.js';
import { type InspectOptions, readInspect, WATCHED_CLOCK } from './inspect-options.js';
import { noteLost, noteRun } from './note.js';
import { showProgress } from './progress.js';
import { type MachinesOptions, readMachines } from './read-machines.js';
import { readScheduler, type SchedulerOptions } from './read-scheduler.js';
import { readSettings, type SettingsOptions } from './read-settings.js';
import { named, openRecords } from './records.js';
import { createLineSayer } from './say-line.js';
import { scenarioNamed } from './scenario-named.js';
import { listenForSignals, stoppedBy } from './signals.js';
import { watchSystem } from './watch-system.js';

/** Where the log goes in the scenarios that have one. */
export const DEFAULT_LOG = 'short-order.log';

/** The options of `run`, as they were typed. */
export interface RunCommandOptions
  extends SettingsOptions,
    SchedulerOptions,
    MachinesOptions,
    InspectOptions {
  readonly clock?: string;
  readonly restart?: string;
  readonly log?: string;
  readonly trace?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** `short-order run`: one service of the restaurant, from the opening to the closing. */
export async function runCommand(host: Host, name: string, options: RunCommandOptions): Promise<void> {
  const { json = false, quiet = false, trace } = options;
  const scenario = scenarioNamed(name);
  const settings = readSettings(scenario, options);
  const inspect = readInspect(options);
  const clock = options.clock ?? (inspect === undefined ? 'virtual' : WATCHED_CLOCK);
  const scheduler = readScheduler(
    options,
    { scenario: scenario.name, settings },
    { restart: options.restart, clock, onThreadLost: (lost) => noteLost(host, lost) },
  );
  const createClock = parseClock(clock);
  const isVirtual = clock === 'virtual';
  const { stdout, stop } = host;
  const records = openRecords({
    log: options.log ?? (scenario.hasLog ? DEFAULT_LOG : undefined),
    trace,
    inputs: [named('--orders', options.orders), named('--menu', options.menu)].flat(),
    gather: isVirtual,
    stop,
  });
  const service = createService({
    scenario,
    settings,
    scheduler,
    machines: readMachines(options),
    clock: createClock(),
    sink: (line) => {
      records.sink?.(line);
      if (json) {
        stdout.write(`${line}\n`);
      }
    },
  });
  const say = createLineSayer(stdout, coloursFor(host, stdout), settings.staff);
  service.lines.subscribe((line) => {
    if (isLogged(scenario, line.channel)) {
      records.log?.note(line, line.time);
    }
    if (!json && !quiet && isSaidAloud(scenario, line.channel)) {
      say(line);
    }
  });
  const isTerminalBusy = stdout.isTerminal && (json || !scenario.hasReport);
  const showsProgress = host.stderr.isTerminal && !quiet && !isTerminalBusy;
  const endProgress = showsProgress
    ? showProgress({ customers: settings.customers, news: service.news, isVirtual })
    : undefined;
  const watch = await watchSystem(host, service.system, inspect);
  try {
    const ignoreSignals = listenForSignals(() => stop.abort(stoppedBy('SIGINT')), stop);
    const { outcome, figures, summary } = await service.serve(stop.signal).finally(() => {
      ignoreSignals();
      endProgress?.();
    });
    await scheduler.close?.();
    records.close();
    if (!json && !quiet) {
      if (scenario.hasReport && outcome.status !== 'aborted') {
        for (const line of [...reportText(figures), `Hash       ${summary.hash}`]) {
          stdout.say(line);
        }
      }
      noteRun(host, summary, service.scheduler);
    }
    stop.signal.throwIfAborted();
    await watch?.linger();
    checkOutcome(outcome, [...service.system.actors().keys()]);
  } finally {
    await watch?.close();
  }
}
