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

function print(what, value, unit, remark = '') {
  console.log(`${what.padEnd(44)} ${value.toFixed(2).padStart(9)} ${unit}${remark}`);
}

const started = performance.now();
await timeOf(court, { hits: 1 }, lockstep);
print('a pool of two threads, until a run is over', performance.now() - started, 'ms');
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
console.log('\none round trip of a message');
print('postMessage from thread to thread', 1000 * port, 'us');
print('Atomics.wait and notify', 1000 * atomics, 'us');
print(
  'two actors, free-running',
  1000 * freely,
  'us',
  `   ratio ${(freely / port).toFixed(2)} (aim: at most 1.5)`,
);
print('two actors, lockstep', 1000 * inLockstep, 'us', `   ratio ${(inLockstep / port).toFixed(2)}`);
print('two actors, cooperative', 1000 * alone, 'us');

const hops = 100;
const events = 64 * (hops + 2);
const [ringAlone, ringLockstep, ringFree] = await inTurns(
  [cooperative, lockstep, free].map((scheduler) => () => timeOf(ring, { hops }, scheduler)),
);
console.log('\n64 actors that pass 64 tokens on, events a second');
print('cooperative', events / ringAlone, 'k');
print(
  'lockstep, two threads',
  events / ringLockstep,
  'k',
  `   ratio ${(ringAlone / ringLockstep).toFixed(2)}`,
);
print('free-running, two threads', events / ringFree, 'k', `   ratio ${(ringAlone / ringFree).toFixed(2)}`);

const [officeAlone, officeLockstep, officeFree] = await inTurns(
  [cooperative, lockstep, free].map(
    (scheduler) => () => timeOf(office, { tasks: 5, rounds: 2e7 }, scheduler),
  ),
);
console.log('\nfour actors that compute');
print('cooperative', officeAlone, 'ms');
print(
  'lockstep, two threads',
  officeLockstep,
  'ms',
  `   speed-up ${(officeAlone / officeLockstep).toFixed(2)}`,
);
print('free-running, two threads', officeFree, 'ms', `   speed-up ${(officeAlone / officeFree).toFixed(2)}`);

await Promise.all([lockstep.close(), free.close()]);
