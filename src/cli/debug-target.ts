import { closeSync, openSync, readSync } from 'node:fs';
import type { VirtualClock } from '../clock/virtual-clock.js';
import type { DebuggerOptions } from '../debugger/create-debugger.js';
import { recordingOfSchedule, recordingOfTrace } from '../debugger/recording.js';
import type { Subject } from '../explorer/subject.js';
import { subjectModules } from '../explorer/threads/subject-modules.js';
import { parseOrigin } from '../restaurant/parse-origin.js';
import { replayService } from '../restaurant/replay-service.js';
import type { Scenario, ScenarioSettings } from '../restaurant/scenario.js';
import { scenarioProperties } from '../restaurant/scenario-subject.js';
import type { TraceSummary } from '../trace/trace-format.js';
import { usageError } from './command-error.js';
import { checkNoSettings, isPath, moduleTarget } from './explore-target.js';
import type { Host } from './host.js';
import { type MachinesOptions, readMachines } from './read-machines.js';
import { readScheduler, readSchedulerOf, type SchedulerOptions } from './read-scheduler.js';
import { readSettings, type SettingsOptions } from './read-settings.js';
import { explainReplay } from './replay-command.js';
import { scenarioNamed } from './scenario-named.js';
import { isStandardInput, isStream, openTraceInput, type TraceInput } from './trace-input.js';

/** A system to debug. */
export interface DebugTarget {
  readonly makeSubject: (clock: VirtualClock) => Subject;
  /** What is to hold of it, and what it is to do first. */
  readonly usual: DebuggerOptions;
}

/** The options that say more about the system, as they were typed. */
export interface DebugTargetOptions extends SettingsOptions, SchedulerOptions, MachinesOptions {
  /** The name of the export that says what is to hold. */
  readonly properties?: string;
  /** A schedule to follow: a line or a file. */
  readonly replay?: string;
}

/** The longest trace that a debugger takes. */
const MOST_DECISIONS = 500_000;

/** The scenario of a name, the export of a module, or what a trace has recorded. */
export async function debugTarget(
  host: Host,
  text: string,
  options: DebugTargetOptions,
): Promise<DebugTarget> {
  if (isStandardInput(text)) {
    throw usageError(
      `${text}: what is to be done is read from standard input; save the trace to a file first`,
    );
  }
  if (isTrace(text)) {
    return traceTarget(host, text, options);
  }
  const { replay } = options;
  const usual: DebuggerOptions = replay === undefined ? {} : { recording: recordingOfSchedule(replay) };
  if (!isPath(text)) {
    const scenario = scenarioNamed(text);
    if (options.properties !== undefined) {
      throw usageError(`--properties names an export of a module; the scenario ${text} has none`);
    }
    return scenarioTarget(scenario, readSettings(scenario, options), usual, options);
  }
  const factory = await moduleTarget(text, options);
  const { shared: rules } = factory;
  const scheduler = readSchedulerOf(options, () => subjectModules(factory));
  return { makeSubject: factory, usual: { ...rules, ...usual, scheduler } };
}

/** Makes sure first that the trace is whole, and that the same comes of it again. */
async function traceTarget(host: Host, path: string, options: DebugTargetOptions): Promise<DebugTarget> {
  checkNoSettings(path, options, 'a trace, which has its own');
  if (options.replay !== undefined || options.properties !== undefined) {
    const option = options.replay === undefined ? '--properties' : '--replay';
    throw usageError(`${option} is for scenarios and modules; ${path} is a trace`);
  }
  let input: TraceInput | undefined;
  try {
    const { read } = (input = await openTraceInput(host, path, { showsProgress: host.stderr.isTerminal }));
    const { header } = await replayService(read, readMachines(options), {
      onChecked: (summary) => checkLength(path, summary),
    });
    const { scenario, settings } = parseOrigin(header.origin);
    const recording = await recordingOfTrace(read('reading'));
    return scenarioTarget(scenario, settings, { recording }, options);
  } catch (error) {
    throw explainReplay(error as NodeJS.ErrnoException, path);
  } finally {
    await input?.close();
  }
}

/** To go back, and to tell causes, a debugger remembers every decision. */
function checkLength(path: string, { decisions }: TraceSummary): void {
  if (decisions > MOST_DECISIONS) {
    throw usageError(
      `${path}: has ${decisions} decisions, and a debugger takes ${MOST_DECISIONS}; look at a part of it by \`draw --as html --from STEP --to STEP\`, or record a shorter run`,
    );
  }
}

function scenarioTarget(
  scenario: Scenario,
  settings: ScenarioSettings,
  usual: DebuggerOptions,
  options: SchedulerOptions,
): DebugTarget {
  const scheduler = readScheduler(options, { scenario: scenario.name, settings });
  return {
    makeSubject: (clock) => scenario.build(settings, clock),
    usual: { ...scenarioProperties(scenario, settings), seed: settings.seed, ...usual, scheduler },
  };
}

/** Whether a target is a file that begins as JSON does, or a pipe; modules never do. */
function isTrace(path: string): boolean {
  if (!isPath(path) || path.includes('#')) {
    return false;
  }
  if (isStream(path)) {
    return true;
  }
  try {
    const file = openSync(path, 'r');
    try {
      const first = Buffer.alloc(1);
      readSync(file, first, 0, 1, 0);
      return first.toString() === '{';
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
