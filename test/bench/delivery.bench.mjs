// What a controlled delivery costs beside a plain XState `send` of the same event. Run it after `npm run build`.
//
// Both are timed in turns in one process, and the ratio is that of the medians. Prints and fails nothing.
import { assign, createActor, createMachine, sendTo, setup } from 'xstate';
import { createRun, createSystem, createVirtualClock, recordTrace } from '../../dist/src/index.js';

const flat = createMachine({
  id: 'flat',
  initial: 'a',
  states: { a: { on: { FLIP: 'b' } }, b: { on: { FLIP: 'a' } } },
});

const counting = setup({
  actions: { count: assign({ count: ({ context }) => context.count + 1 }) },
  guards: { isSmall: ({ context }) => context.count < Number.MAX_SAFE_INTEGER },
}).createMachine({
  id: 'counting',
  context: { count: 0 },
  on: { FLIP: { guard: 'isSmall', actions: 'count' } },
});

console.log('one event delivered, microseconds (median of 15 turns of 50,000)');
for (const { name, machine } of [
  { name: 'flat machine', machine: flat },
  { name: 'context and a guard', machine: counting },
]) {
  const [plain, controlled, recorded] = await inTurns(15, [
    () => sendPlainly(machine, 50_000),
    () => applyOneByOne(machine, 50_000, () => undefined),
    () => applyOneByOne(machine, 50_000, (run) => recordTrace(run)),
  ]);
  print(`${name}: plain send`, plain);
  print(`${name}: controlled`, controlled);
  print(`${name}: controlled, with the trace hashed`, recorded);
  console.log(`  ratio ${(controlled / plain).toFixed(2)} (aim: at most 1.25)`);
}

const [plain, controlled] = await inTurns(9, [
  () => bouncePlainly(50_000),
  () => bounceUnderTheScheduler(50_000),
]);
console.log('\ntwo actors that send an event to and fro, run by the cooperative scheduler');
print('plain', plain);
print('controlled', controlled);
console.log(`  ratio ${(controlled / plain).toFixed(2)}`);

function sendPlainly(machine, count) {
  const actor = createActor(machine).start();
  return timeOf(count, () => {
    for (let i = 0; i < count; i++) actor.send({ type: 'FLIP' });
  });
}

function applyOneByOne(machine, count, watch) {
  const run = { system: createSystem(machine, { clock: createVirtualClock() }), scheduler: {}, seed: 1 };
  watch(run);
  run.system.start();
  return timeOf(count, () => {
    for (let i = 0; i < count; i++) {
      run.system.root.send({ type: 'FLIP' });
      run.system.apply(run.system.next());
    }
  });
}

function players(count) {
  const wall = setup({}).createMachine({
    id: 'wall',
    on: { BALL: { actions: sendTo(({ system }) => system.get('player'), { type: 'BALL' }) } },
  });
  return setup({ actors: { wall } }).createMachine({
    id: 'court',
    invoke: { src: 'wall', id: 'wall', systemId: 'wall' },
    context: { left: count },
    entry: sendTo('wall', { type: 'BALL' }),
    initial: 'playing',
    states: {
      playing: {
        on: {
          BALL: {
            actions: [assign({ left: ({ context }) => context.left - 1 }), sendTo('wall', { type: 'BALL' })],
          },
        },
        always: { guard: ({ context }) => context.left === 0, target: 'over' },
      },
      over: { type: 'final' },
    },
  });
}

function bouncePlainly(count) {
  const machine = players(count);
  return timeOf(2 * count, () => createActor(machine, { systemId: 'player' }).start());
}

function bounceUnderTheScheduler(count) {
  const run = createRun(players(count), { systemId: 'player' });
  return timeOf(2 * count, () => run.finish());
}

/** Microseconds for each of `count`. */
function timeOf(count, work) {
  const from = performance.now();
  const done = work();
  const result = () => ((performance.now() - from) / count) * 1000;
  return done instanceof Promise ? done.then(result) : result();
}

/** The medians of several measurements, taken in turns so that a noisy moment hits all of them. */
async function inTurns(turns, measures) {
  const times = measures.map(() => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, measure] of measures.entries()) times[index].push(await measure());
  }
  return times.map((all) => all.sort((a, b) => a - b)[turns >> 1]);
}

function print(what, microseconds) {
  console.log(`${what.padEnd(52)} ${microseconds.toFixed(2).padStart(8)}`);
}
