// How many schedules and states a second the explorer gets through; and beside it fast-check's scheduler, on a race
// of the same kind written with promises. Run it after `npm run build`. Prints and fails nothing.
import { register } from 'node:module';
import { asyncProperty, check, scheduler } from 'fast-check';
import { createActor } from 'xstate';
import { createSystem, createVirtualClock } from '../../dist/src/index.js';
import { exhaustiveStates, explore, pct, random } from '../../dist/src/testing.js';
import { scenarioNamed } from '../../dist/src/cli/scenario-named.js';
import { report } from './rows.mjs';
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
const four = philosophers(4);

const works = [
  { name: "the restaurant's race, random", run: under(scenarioSubject(race, race.defaults), random()) },
  { name: 'three dining philosophers, random', run: under(() => table, random()) },
  { name: 'three dining philosophers, pct(3)', run: under(() => table, pct({ depth: 3 })) },
  { name: 'lost update, random', run: under(() => twoThreads, random()) },
  { name: "lost update, fast-check's scheduler", run: underFastCheck },
];
const plainly = many(() => createActor(twoThreads.machine).start());
const controlled = many(oneAfterTheOther);
const times = await microsecondsInTurns([...works.map(({ run }) => run), plainly, controlled]);
console.log(`schedules a second of processor time (median of ${TURNS / 2} turns)`);
const rates = times.map((microseconds) => 1e6 / microseconds);
works.forEach(({ name }, index) => print(name, rates[index]));
console.log(`  ratio ${(rates[3] / rates[4]).toFixed(2)} of ours to fast-check's (aim: at least 1)`);

console.log('\nwith compiled machines, the default, and with interpreted ones; of processor time');
const withMachines = (machines) => [
  {
    what: "explorer: schedules of the restaurant's race",
    rate: () => scheduleRate(scenarioSubject(race, race.defaults), machines),
  },
  { what: 'explorer: schedules of lost updates', rate: () => scheduleRate(() => twoThreads, machines) },
  { what: 'explorer: states of two-phase commit', rate: () => stateRate(() => commit, machines) },
  {
    what: 'explorer: states of four dining philosophers',
    rate: () => stateRate(() => four, machines),
  },
];
await compareMachines(withMachines('compiled'), withMachines('interpreted'));

console.log('\none schedule of the lost update, microseconds of processor time');
print('plain XState: its actors made and run', times[5]);
print('controlled, in the order of posting', times[6]);
print('explored', times[3]);
print("fast-check's, of promises", times[4]);

console.log(
  '\nsearches over states: states, states a second, steps a second (the faster half of 6 searches, its middle)',
);
// A watch that cannot be put back has the search run every step from the start.
const holdsBack = { name: 'holds back', looksAt: () => false, watch: () => ({ afterStep: () => undefined }) };
const commitFactory = () => commit;
const five = philosophers(5);
await search('two-phase commit', commitFactory);
await search('two-phase commit, run from the start', commitFactory, { properties: [holdsBack] });
await search('four dining philosophers', () => four);
await search('five dining philosophers', () => five);
const open = scenarioNamed('open');
await search('the open restaurant', scenarioSubject(open, open.defaults));

/** Goes through all states so many times; the slower half warms up, or met other work on the machine. */
async function search(name, factory, options = {}) {
  const taken = [];
  let found = 0;
  for (let turn = 0; turn < 6; turn++) {
    const { statistics } = await explore(factory, {
      ...options,
      strategy: exhaustiveStates(),
      noErrors: 'none',
    });
    const { states, schedules, cut, elapsed } = statistics;
    found = states;
    taken.push({ states: (states * 1000) / elapsed, steps: ((schedules + cut) * 1000) / elapsed });
  }
  const { states, steps } = taken.sort((one, other) => other.states - one.states)[1];
  const columns = [found, states, steps].map((number) =>
    Math.round(number).toLocaleString('en').padStart(10),
  );
  console.log(`${name.padEnd(44)} ${columns.join(' ')}`);
}

/** The rates of both, in turns, the first half of which warms up. */
async function compareMachines(compiled, interpreted) {
  for (const [index, { what, rate }] of compiled.entries()) {
    const found = { ours: [], peer: [] };
    for (let turn = 0; turn < TURNS; turn++) {
      const [ours, peer] = [await rate(), await interpreted[index].rate()];
      if (turn >= TURNS / 2) {
        found.ours.push(ours);
        found.peer.push(peer);
      }
    }
    const [ours, peer] = [median(found.ours), median(found.peer)];
    report({ what, unit: 'a second', ours, against: 'interpreted', peer, atLeast: 4 });
  }
}

async function scheduleRate(factory, machines) {
  const seconds = await secondsOf(() =>
    explore(factory, { strategy: random(), schedules: SCHEDULES, noErrors: 'none', machines }),
  );
  return SCHEDULES / seconds;
}

async function stateRate(factory, machines) {
  let states = 0;
  const seconds = await secondsOf(async () => {
    const { statistics } = await explore(factory, {
      strategy: exhaustiveStates(),
      noErrors: 'none',
      machines,
    });
    states = statistics.states;
  });
  return states / seconds;
}

/** Of processor time. */
async function secondsOf(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(numbers) {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1];
}

function under(factory, strategy) {
  return () => explore(factory, { strategy, schedules: SCHEDULES, noErrors: 'none' });
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
 * The median of the processor time that one schedule takes in each work, collecting garbage included. The time of
 * the day would count what else the machine does, and single runs too small a share of the garbage.
 */
async function microsecondsInTurns(all) {
  const found = all.map(() => []);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [index, work] of all.entries()) {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      if (turn >= TURNS / 2) found[index].push((user + system) / SCHEDULES);
    }
  }
  return found.map(median);
}

function print(what, number) {
  console.log(`${what.padEnd(44)} ${Math.round(number).toLocaleString('en').padStart(10)}`);
}
