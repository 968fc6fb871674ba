import { closeSync, openSync, readSync } from 'node:fs';
import type { VirtualClock } from '../clock/virtual-clock.js';
import type { DebuggerOptions } from '../debugger/create-debugger.js';
import { recordingOfSchedule, recordingOfTrace } from '../debugger/recording.js';
import { makeSubject, type Subject, type SubjectFactory } from '../explorer/subject.js';
import { isModuleFactory } from '../explorer/threads/module-factory.js';
import { parseOrigin } from '../restaurant/origin.js';
import { replayService } from '../restaurant/replay-service.js';
import type { Scenario, ScenarioSettings } from '../restaurant/scenario.js';
import { scenarioProperties } from '../restaurant/scenario-subject.js';
import type { LogicSources } from '../scheduler/workers/logic-source.js';
import { readLines } from '../trace/trace-file.js';
import { usageError } from './command-error.js';
import { checkNoSettings, exploreTarget, isPath } from './explore-target.js';
import { type MachinesOptions, readMachines } from './read-machines.js';
import { readScheduler, readSchedulerOf, type SchedulerOptions } from './read-scheduler.js';
import { readSettings, type SettingsOptions } from './read-settings.js';
import { explainReplay } from './replay-command.js';
import { scenarioNamed } from './scenario-named.js';

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

/** The scenario of a name, the export of a module, or what a trace has recorded. */
export async function debugTarget(text: string, options: DebugTargetOptions): Promise<DebugTarget> {
  if (isTrace(text)) {
    return traceTarget(text, options);
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
  const { threads: _onWhichActorsLive, ...others } = options;
  const { factory, usual: rules } = await exploreTarget(text, others);
  const scheduler = readSchedulerOf(options, () => modulesOf(factory, text));
  return { makeSubject: factory, usual: { ...rules, ...usual, scheduler } };
}

/** Where threads find the machine of a module. */
function modulesOf(factory: SubjectFactory, text: string): LogicSources {
  const { machine } = makeSubject(factory);
  if (!isModuleFactory(factory) || factory() !== factory() || !('id' in machine)) {
    throw usageError(
      `${text} is a function, of which threads cannot take the machine; export the machine by itself for --scheduler workers`,
    );
  }
  const { url, factory: name } = factory.from;
  return { [String(machine.id)]: { module: url, export: name } };
}

/** Makes sure first that the trace is whole, and that the same comes of it again. */
async function traceTarget(path: string, options: DebugTargetOptions): Promise<DebugTarget> {
  checkNoSettings(path, options, 'a trace, which has its own');
  if (options.replay !== undefined || options.properties !== undefined) {
    const option = options.replay === undefined ? '--properties' : '--replay';
    throw usageError(`${option} is for scenarios and modules; ${path} is a trace`);
  }
  try {
    const { header } = await replayService(path, readMachines(options));
    const { scenario, settings } = parseOrigin(header.origin);
    return scenarioTarget(
      scenario,
      settings,
      { recording: await recordingOfTrace(readLines(path)) },
      options,
    );
  } catch (error) {
    throw explainReplay(error as NodeJS.ErrnoException, path);
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

/** Whether a target is a file that begins as JSON does; modules never do. */
function isTrace(path: string): boolean {
  if (!isPath(path) || path.includes('#')) {
    return false;
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
