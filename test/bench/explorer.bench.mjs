// How many schedules and states a second the explorer gets through; and beside it fast-check's scheduler, on a race
// of the same kind written with promises. Run it after `npm run build`. Prints and fails nothing.
import { register } from 'node:module';
import { asyncProperty, check, scheduler } from 'fast-check';
import { createActor } from 'xstate';
import { createSystem, createVirtualClock } from '../../dist/src/index.js';
import { exhaustiveStates, explore, pct, random } from '../../dist/src/testing.js';
import { median, processorTime } from './measured.mjs';
import { report } from './rows.mjs';
import { scenarioNamed } from '../../dist/src/cli/scenario-named.js';
import { scenarioSubject } from '../../dist/src/restaurant/scenario-subject.js';

// The systems are those of the tests, in TypeScript.
register('./typescript-hooks.mjs', import.meta.url);
const { lostUpdate } = await import('../explorer/systems/lost-update.ts');
const { philosophers } = await import('../explorer/systems/philosophers.ts');
const { twoPhaseCommit } = await import('../explorer/systems/two-phase-commit.ts');

/** How often each piece of work is measured, in turns with the others; the first half warms up. */
const TURNS = 10;
/** How many schedules it runs each time. */
const SCHEDULES = 500;

const race = scenarioNamed('race');
const table = philosophers(3);
const twoThreads = lostUpdate();
const commit = twoPhaseCommit();

const raceFactory = scenarioSubject(race, race.defaults);
const works = [
  under(raceFactory, random()),
  under(raceFactory, random(), 'interpreted'),
  under(() => table, random()),
  under(() => table, pct({ depth: 3 })),
  under(() => twoThreads, random()),
  underFastCheck,
];
const plainly = many(() => createActor(twoThreads.machine).start());
const controlled = many(oneAfterTheOther);
const times = await microsecondsInTurns([...works, plainly, controlled]);
const [raceRate, raceInterpreted, tableRate, tablePct, updateRate, fastCheckRate] = times.map(
  (microseconds) => 1e6 / microseconds,
);
const unit = 'a second';
console.log(`schedules a second of processor time (median of ${TURNS / 2} turns)`);
const interpreted = { against: 'interpreted', unit, atLeast: 4 };
report({ what: 'schedules of the race', ...interpreted, ours: raceRate, peer: raceInterpreted });
report({
  what: 'schedules of a lost update',
  against: 'fast-check',
  unit,
  ours: updateRate,
  peer: fastCheckRate,
  atLeast: 1,
});
report({ what: 'schedules of three dining philosophers', unit, ours: tableRate });
report({ what: 'schedules of three dining philosophers, pct(3)', unit, ours: tablePct });

console.log('\none schedule of the lost update, microseconds of processor time');
print('plain XState: its actors made and run', times[6]);
print('controlled, in the order of posting', times[7]);
print('explored', times[4]);
print("fast-check's, of promises", times[5]);

console.log('\nsearches over states, states a second of processor time');
// A watch that cannot be put back has the search run every step from the start.
const holdsBack = { name: 'holds back', looksAt: () => false, watch: () => ({ afterStep: () => undefined }) };
const commitFactory = () => commit;
const four = philosophers(4);
const five = philosophers(5);
const open = scenarioNamed('open');
const [ours, peer] = await searchesInTurns([[commitFactory], [commitFactory, { machines: 'interpreted' }]]);
report({ what: 'states of two-phase commit', ...interpreted, ours, peer });
for (const [what, factory, options] of [
  ['two-phase commit, run from the start', commitFactory, { properties: [holdsBack] }],
  ['four dining philosophers', () => four],
  ['five dining philosophers', () => five],
  ['the open restaurant', scenarioSubject(open, open.defaults)],
]) {
  const [rate] = await searchesInTurns([[factory, options]]);
  report({ what: `states of ${what}`, unit, ours: rate });
}

/** States a second of each search: the median of the turns that are left when the first half has warmed up. */
async function searchesInTurns(searches) {
  const rates = searches.map(() => []);
  for (let turn = 0; turn < 6; turn++) {
    for (const [index, [factory, options]] of searches.entries()) {
      const before = processorTime();
      const { statistics } = await explore(factory, {
        ...options,
        strategy: exhaustiveStates(),
        noErrors: 'none',
      });
      if (turn >= 3) rates[index].push((statistics.states * 1e9) / (processorTime() - before));
    }
  }
  return rates.map(median);
}

function under(factory, strategy, machines = 'compiled') {
  return () => explore(factory, { strategy, schedules: SCHEDULES, noErrors: 'none', machines });
}

function oneAfterTheOther() {
  const system = createSystem(twoThreads.machine, { clock: createVirtualClock() });
  system.start();
  for (let next = system.next(); next !== undefined; next = system.next()) system.apply(next);
}

/** The same race of promises: three steps a thread, a read, its answer and a write. No run fails, so all are run. */
function underFastCheck() {
  return check(
    asyncProperty(scheduler(), async (turns) => {
      let value = 0;
      const turn = () => turns.schedule(Promise.resolve());
      const thread = async () => {
        await turn();
        const found = value;
        await turn();
        await turn();
        value = found + 1;
      };
      const threads = [thread(), thread()];
      await turns.waitIdle();
      await Promise.all(threads);
    }),
    { numRuns: SCHEDULES, seed: 1 },
  );
}

function many(work) {
  return () => {
    for (let i = 0; i < SCHEDULES; i++) work();
  };
}

/**
 * The median of the processor time that one schedule takes in each work, collecting garbage included: single runs
 * would have too small a share of it.
 */
async function microsecondsInTurns(all) {
  const found = all.map(() => []);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [index, work] of all.entries()) {
      const before = processorTime();
      await work();
      if (turn >= TURNS / 2) found[index].push((processorTime() - before) / 1000 / SCHEDULES);
    }
  }
  return found.map(median);
}

function print(what, number) {
  console.log(`${what.padEnd(44)} ${Math.round(number).toLocaleString('en').padStart(10)}`);
}
