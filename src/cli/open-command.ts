import type { CustomerEvent } from '../../machines/protocol.js';
import { parseClock } from '../clock/parse-clock.js';
import { isLogged } from '../restaurant/audience.js';
import { createCounter } from '../restaurant/counter.js';
import type { ScenarioSettings } from '../restaurant/scenario.js';
import { createService } from '../restaurant/service.js';
import { checkOutcome } from './check-outcome.js';
import { coloursFor } from './colours.js';
import { CommandError, usageError } from './command-error.js';
import type { Host } from './host.js';
import { type InspectOptions, readInspect } from './inspect-options.js';
import { note, noteLost, noteRun } from './note.js';
import { type MachinesOptions, readMachines } from './read-machines.js';
import { readScheduler, type SchedulerOptions } from './read-scheduler.js';
import { readSettings } from './read-settings.js';
import { named, openRecords } from './records.js';
import { scenarioNamed } from './scenario-named.js';
import { listenForSignals, stoppedBy } from './signals.js';
import { watchSystem } from './watch-system.js';

/** The options of `open`, as they were typed. */
export interface OpenCommandOptions
  extends MachinesOptions,
    InspectOptions,
    Omit<SchedulerOptions, 'interleave'> {
  readonly staff?: string;
  readonly menu?: string;
  readonly rest?: string;
  readonly seed?: string;
  readonly restart?: string;
  readonly clock: string;
  readonly log: string;
  readonly trace?: string;
}

/** `short-order open`: the restaurant at the terminal; whoever types there is the customers. */
export async function openCommand(host: Host, options: OpenCommandOptions): Promise<void> {
  const { stop, stdin } = host;
  const scenario = scenarioNamed('open');
  const settings: ScenarioSettings = { ...readSettings(scenario, options), customers: { from: 'terminal' } };
  const createClock = parseClock(options.clock);
  if (options.clock === 'virtual') {
    throw usageError('--clock virtual does not wait for anybody; open takes real, or a speed such as 10x');
  }
  const inspect = readInspect(options);
  const { log, trace } = options;
  const inputs = named('--menu', options.menu);
  const records = openRecords({ log, trace, inputs, gather: false, stop });
  const scheduler = readScheduler(
    { ...options, interleave: 'fifo' },
    { scenario: scenario.name, settings },
    { ...options, onThreadLost: (lost) => noteLost(host, lost) },
  );
  const { sink } = records;
  const service = createService({
    scenario,
    settings,
    scheduler,
    machines: readMachines(options),
    clock: createClock(),
    ...(sink === undefined ? {} : { sink }),
  });

  const { bold, dim } = coloursFor(host, host.stdout);
  // At a terminal a question may be open meanwhile, which is asked again below what is said.
  let sayAtCounter: ((text: string) => void) | undefined;
  const watch = await watchSystem(host, service.system, inspect, (text) =>
    (sayAtCounter ?? ((line) => note(host, line)))(text),
  );

  let isClosing = false;
  const close = (): void => {
    if (!isClosing) {
      isClosing = true;
      counter.close();
      service.system.sendToRoot({ type: 'counter.close' });
    }
  };
  const onInterrupt = (): void => (isClosing ? stop.abort(stoppedBy('SIGINT')) : close());
  process.stdout.on('error', (error) => stop.abort(new CommandError('ERR_OUTPUT_CLOSED', error.message)));
  const counter = createCounter({ input: stdin, output: process.stdout, onEnd: close, onInterrupt });
  if (stdin.isTTY) {
    sayAtCounter = (text) => counter.say(dim(text));
  }
  const ignoreSignals = listenForSignals(onInterrupt, stop);

  service.lines.subscribe((line) => {
    if (isLogged(scenario, line.channel)) {
      records.log?.note(line, line.time);
    }
    switch (line.channel) {
      case 'counter':
        counter.say(line.text);
        break;
      case 'prompt':
        counter.ask(bold(line.text), (text) => {
          const typed: CustomerEvent = { type: 'answer.typed', text };
          service.system.send(line.actor, typed);
        });
        break;
      case 'answer':
      case 'staff':
        break;
    }
  });
  service.news.subscribe(({ event }) => {
    if (event.type === 'orders.ended') {
      isClosing = true;
      counter.close();
      note(host, 'The kitchen finishes what is queued; Ctrl-C stops at once.');
    }
  });
  try {
    const { outcome, summary } = await service.serve(stop.signal).finally(() => {
      ignoreSignals();
      counter.leave();
    });
    await scheduler.close?.();
    records.close();
    noteRun(host, summary, service.scheduler);
    stop.signal.throwIfAborted();
    await watch?.linger();
    checkOutcome(outcome, [...service.system.actors().keys()]);
  } finally {
    await watch?.close();
  }
}
