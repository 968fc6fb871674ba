// What a controlled delivery costs beside a plain XState `send` of the same event. Run it after `npm run build`.
// Prints and fails nothing.
import { assign, createActor, createMachine, sendTo, setup } from 'xstate';
import { createRun, createSystem, createVirtualClock, recordTrace } from '../../dist/src/index.js';
import { nanosecondsInTurns } from './measured.mjs';

const TURNS = 9;
const RALLY = 2000;

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

const court = courtFor(RALLY);

console.log('one event delivered, microseconds');
for (const { name, machine } of [
  { name: 'flat machine', machine: flat },
  { name: 'context and a guard', machine: counting },
]) {
  const [plain, controlled, recorded] = await nanosecondsInTurns(TURNS, [
    plainSend(machine),
    controlledSend(machine),
    controlledSend(machine, (system) =>
      recordTrace({ system, scheduler: { name: 'bench', settings: {} }, seed: 1 }),
    ),
  ]);
  print(`${name}: plain send`, plain);
  print(`${name}: controlled`, controlled);
  print(`${name}: controlled, with the trace hashed`, recorded);
  console.log(`  ratio ${(controlled / plain).toFixed(2)} (aim: at most 1.25)`);
}

const [plain, controlled] = await nanosecondsInTurns(TURNS, [
  () => createActor(court, { systemId: 'player' }).start(),
  () => createRun(court, { systemId: 'player' }).finish(),
]);
console.log('\ntwo actors that send an event to and fro, run by the cooperative scheduler');
print('plain', plain / RALLY / 2);
print('controlled', controlled / RALLY / 2);
console.log(`  ratio ${(controlled / plain).toFixed(2)}`);

function plainSend(machine) {
  const actor = createActor(machine).start();
  return () => actor.send({ type: 'FLIP' });
}

function controlledSend(machine, watch = () => undefined) {
  const system = createSystem(machine, { clock: createVirtualClock() });
  watch(system);
  system.start();
  return () => {
    system.root.send({ type: 'FLIP' });
    system.apply(system.next());
  };
}

/** A player who hits a ball against a wall so many times. */
function courtFor(hits) {
  const wall = setup({}).createMachine({
    id: 'wall',
    on: { BALL: { actions: sendTo(({ system }) => system.get('player'), { type: 'BALL' }) } },
  });
  return setup({ actors: { wall } }).createMachine({
    id: 'court',
    invoke: { src: 'wall', id: 'wall', systemId: 'wall' },
    context: { left: hits },
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

function print(what, nanoseconds) {
  console.log(`${what.padEnd(52)} ${(nanoseconds / 1000).toFixed(2).padStart(8)}`);
}
