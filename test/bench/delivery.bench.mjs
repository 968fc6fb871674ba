// What a controlled delivery costs beside a plain XState `send` of the same event. Run it after `npm run build`.
// Prints and fails nothing.
import { assign, createActor, sendTo, setup } from 'xstate';
import { compile } from '../../dist/src/compile.js';
import { createRun, createSystem, createVirtualClock, recordTrace } from '../../dist/src/index.js';
import { FLIP, flat, nested, parallel } from './machines.mjs';
import { nanosecondsInTurns } from './measured.mjs';
import { report } from './rows.mjs';

const TURNS = 5;
const RALLY = 2000;

const court = courtFor(RALLY);

console.log('one event delivered by the controlled system, beside a plain send of it\n');
for (const [name, machine] of [
  ['flat machine', flat],
  ['nested machine', nested],
  ['parallel machine', parallel],
]) {
  const [peer, interpreted, ours, recorded] = await nanosecondsInTurns(TURNS, [
    plainSend(machine),
    controlledSend(machine, 'interpreted'),
    controlledSend(compile(machine), 'compiled'),
    controlledSend(compile(machine), 'compiled', (system) =>
      recordTrace({ system, scheduler: { name: 'bench', settings: {} }, seed: 1 }),
    ),
  ]);
  const delivered = { what: `delivery, ${name}`, against: "XState's actor.send", unit: 'ns', peer };
  report({ ...delivered, ours, atLeast: 6 });
  report({ ...delivered, what: `${delivered.what}, trace hashed`, ours: recorded });
  report({ ...delivered, what: `${delivered.what}, interpreted`, ours: interpreted, atLeast: 0.8 });
}

const [plain, controlled] = await nanosecondsInTurns(TURNS, [
  () => createActor(court, { systemId: 'player' }).start(),
  () => createRun(court, { systemId: 'player', machines: 'interpreted' }).finish(),
]);
console.log('\ntwo actors that send an event to and fro, run by the cooperative scheduler');
const [peer, ours] = [plain, controlled].map((nanoseconds) => nanoseconds / RALLY / 2);
report({ what: 'a rally of two, interpreted', against: 'XState', unit: 'ns', ours, peer });

function plainSend(machine) {
  const actor = createActor(machine).start();
  return () => actor.send(FLIP);
}

function controlledSend(machine, machines, watch = () => undefined) {
  const system = createSystem(machine, { clock: createVirtualClock(), machines });
  watch(system);
  system.start();
  return () => {
    system.root.send(FLIP);
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
