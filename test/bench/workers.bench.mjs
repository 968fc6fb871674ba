// What threads cost and gain: messages between two threads beside bare ones, and schedulers beside the cooperative one.
// Run it after `npm run build`. Prints and fails nothing.
import { MessageChannel, Worker } from 'node:worker_threads';
import {
  createCooperativeScheduler,
  createRealClock,
  createRun,
  createWorkersScheduler,
} from '../../dist/src/index.js';
import { court, office, ring } from './on-threads.mjs';
import { report } from './rows.mjs';

const TURNS = 5;
const HITS = 2000;

const module = new URL('./on-threads.mjs', import.meta.url);
const modules = Object.fromEntries(
  ['court', 'ring', 'office'].map((name) => [name, { module, export: name }]),
);
const cooperative = createCooperativeScheduler();
const lockstep = createWorkersScheduler({ threads: 2, modules });
const free = createWorkersScheduler({ threads: 2, modules, mode: 'free-running' });

/** For how many milliseconds a system runs until it is at rest. */
async function timeOf(logic, input, scheduler) {
  const began = performance.now();
  const run = createRun(logic, { input, scheduler, clock: createRealClock() });
  await run.finish();
  const ms = performance.now() - began;
  run.system.stop();
  await run.finish();
  return ms;
}

/** Milliseconds for one round trip of a message between two threads without any actors. */
async function bareRoundTrip(bare) {
  const { port1, port2 } = new MessageChannel();
  const buffer = new SharedArrayBuffer(8);
  const start = (port, serves) => {
    const workerData = { bare, hits: HITS, serves, buffer, ...(bare === 'port' ? { port } : {}) };
    return new Worker(module, { workerData, transferList: bare === 'port' ? [port] : [] });
  };
  const far = start(port2, false);
  const near = start(port1, true);
  const measured = new Promise((resolve) => near.once('message', resolve));
  await new Promise((resolve) => far.once('online', resolve));
  near.postMessage('serve');
  const ms = await measured;
  await Promise.all([near.terminate(), far.terminate()]);
  return ms;
}

/** The median of what each piece of work gives, all of them taken in turns. */
async function inTurns(works) {
  const all = works.map(() => []);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [index, work] of works.entries()) all[index].push(await work());
  }
  return all.map((some) => some.sort((a, b) => a - b)[TURNS >> 1]);
}

const started = performance.now();
await timeOf(court, { hits: 1 }, lockstep);
report({
  what: 'a pool of two threads, until a short run is over',
  unit: 'ms',
  ours: performance.now() - started,
});
await timeOf(court, { hits: 1 }, free);

// What a run takes beside its hits is taken off.
const hitsOf = (scheduler) => async () =>
  ((await timeOf(court, { hits: HITS }, scheduler)) - (await timeOf(court, { hits: 0 }, scheduler))) / HITS;
const [port, atomics, freely, inLockstep, alone] = await inTurns([
  () => bareRoundTrip('port'),
  () => bareRoundTrip('atomics'),
  hitsOf(free),
  hitsOf(lockstep),
  hitsOf(cooperative),
]);
const roundTrip = { unit: 'µs', against: 'postMessage', peer: 1000 * port };
report({ what: 'round trip: Atomics.wait and notify', ...roundTrip, ours: 1000 * atomics });
// At most 1.5 times as long.
report({ what: 'round trip: two actors, free-running', ...roundTrip, ours: 1000 * freely, atLeast: 1 / 1.5 });
report({ what: 'round trip: two actors, lockstep', ...roundTrip, ours: 1000 * inLockstep });
report({ what: 'round trip: two actors, cooperative', ...roundTrip, ours: 1000 * alone });

const hops = 100;
const events = 64 * (hops + 2);
const [ringAlone, ringLockstep, ringFree] = await inTurns(
  [cooperative, lockstep, free].map((scheduler) => () => timeOf(ring, { hops }, scheduler)),
);
const ofRing = { unit: 'a second', against: 'cooperative', peer: (1000 * events) / ringAlone };
report({ what: '64 actors on 2 threads, lockstep: events', ...ofRing, ours: (1000 * events) / ringLockstep });
report({ what: '64 actors on 2 threads, free-running: events', ...ofRing, ours: (1000 * events) / ringFree });

const [officeAlone, officeLockstep, officeFree] = await inTurns(
  [cooperative, lockstep, free].map(
    (scheduler) => () => timeOf(office, { tasks: 5, rounds: 2e7 }, scheduler),
  ),
);
const ofOffice = { unit: 'ms', against: 'cooperative', peer: officeAlone };
report({ what: 'four actors compute on 2 threads, lockstep', ...ofOffice, ours: officeLockstep });
report({ what: 'four actors compute on 2 threads, free-running', ...ofOffice, ours: officeFree });

await Promise.all([lockstep.close(), free.close()]);
