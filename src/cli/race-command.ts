import { availableParallelism } from 'node:os';
import { raceData } from '../restaurant/shared-rail/race-data.js';
import { teachTheRace } from '../restaurant/shared-rail/race-lesson.js';
import { raceText } from '../restaurant/shared-rail/race-text.js';
import { CommandError } from './command-error.js';
import type { Host } from './host.js';
import { note } from './note.js';
import { readNumber } from './read-number.js';
import { scenarioNamed } from './scenario-named.js';
import { listenForSignals, stoppedBy } from './signals.js';

/** The options of `race`, as they were typed. */
export interface RaceCommandOptions {
  readonly trials: string;
  readonly items: string;
  readonly staff: string;
  readonly json?: true;
}

/** `short-order race`: staff on threads take from a rail in shared memory, without a lock and with one. */
export async function raceCommand(host: Host, options: RaceCommandOptions): Promise<void> {
  const { stop } = host;
  const trials = readCount('--trials', options.trials, 10_000_000);
  const items = readCount('--items', options.items, 1000);
  const staff = readCount('--staff', options.staff, 64);
  const ignoreSignals = listenForSignals(() => stop.abort(stoppedBy('SIGINT')), stop);
  const scenarios = { race: scenarioNamed('race'), lock: scenarioNamed('lock') };
  const findings = await teachTheRace({ trials, items, staff, scenarios, signal: stop.signal }).finally(
    ignoreSignals,
  );
  if (options.json === true) {
    host.stdout.say(JSON.stringify(raceData(findings)));
  } else {
    for (const line of raceText(findings)) {
      host.stdout.say(line);
    }
    note(host, `${items} items and ${staff} staff in each trial; the counts are the operating system's`);
    if (staff > availableParallelism()) {
      note(
        host,
        `only ${availableParallelism()} threads can run at once here, so that fewer trials are spoilt`,
      );
    }
  }
  if (findings.withLock.trials.spoilt > 0) {
    throw new CommandError('ERR_NOT_HELD', 'the lock did not hold');
  }
}

const readCount = (option: string, text: string, most: number) =>
  readNumber(option, text, { least: 1, most, isWhole: true, unit: '' });
