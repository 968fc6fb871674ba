import { explore, type ExploreReport } from '../../explorer/explore.js';
import type { Scenario } from '../scenario.js';
import { scenarioSubject } from '../scenario-subject.js';
import { type RailTrials, type RailTrialsOptions, runRailTrials } from './rail-trials.js';

/** What is known of one protocol: how it fared in shared memory, and what the explorer says of it as actors. */
export interface ProtocolFindings {
  readonly trials: RailTrials;
  readonly exploration: ExploreReport;
}

/** The two ways to take from a rail, side by side. */
export interface RaceFindings {
  readonly withoutLock: ProtocolFindings;
  readonly withLock: ProtocolFindings;
}

export interface RaceLessonOptions extends Omit<RailTrialsOptions, 'isLocked'> {
  /** The protocols as actors: without a lock and with one. */
  readonly scenarios: { readonly race: Scenario; readonly lock: Scenario };
}

/** Tries both protocols on threads, and explores both as actors. */
export async function teachTheRace({ scenarios, ...options }: RaceLessonOptions): Promise<RaceFindings> {
  const findings = async (isLocked: boolean, scenario: Scenario): Promise<ProtocolFindings> => ({
    trials: await runRailTrials({ ...options, isLocked }),
    exploration: await explore(scenarioSubject(scenario, scenario.defaults), {
      mustFinish: true,
      schedules: SCHEDULES,
    }),
  });
  return {
    withoutLock: await findings(false, scenarios.race),
    withLock: await findings(true, scenarios.lock),
  };
}

/** Enough to explore the protocol with the lock completely. */
const SCHEDULES = 2000;
