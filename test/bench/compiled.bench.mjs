// What a compiled machine costs beside XState's interpreter: transitions, starting, memory and compiling. Run it after
// `npm run build`. Prints and fails nothing.
import { assign, createActor, createMachine } from 'xstate';
import { compile } from '../../dist/src/compile.js';
import { createSystem, createVirtualClock } from '../../dist/src/index.js';
import { COMPILE_LIMITS } from '../../dist/src/compiler/compile-limits.js';
import { Program } from '../../dist/src/compiler/program.js';
import { Recorder } from '../../dist/src/compiler/recorder.js';
import { createSkeleton } from '../../dist/src/compiler/skeleton.js';
import { counter } from '../../dist/machines/counter.js';
import { customer } from '../../dist/machines/customer.js';
import { kitchen } from '../../dist/machines/kitchen.js';
import { orderRail } from '../../dist/machines/order-rail.js';
import { orderTaker } from '../../dist/machines/order-taker.js';
import { railLock } from '../../dist/machines/rail-lock.js';
import { carefulStaff, hastyStaff } from '../../dist/machines/rail-staff.js';
import { restaurant } from '../../dist/machines/restaurant.js';
import { staff } from '../../dist/machines/staff.js';
import { bare, FLIP, flat, nested, nothing, parallel, staying } from './machines.mjs';
import { median, nanosecondsInTurns, processorTime } from './measured.mjs';
import { report } from './rows.mjs';

const TURNS = 5;
const IDLE_ACTORS = 10_000;

const machines = { 'flat machine': flat, 'nested machine': nested, 'parallel machine': parallel };
const against = { against: "XState's actor.send", unit: 'ns', atLeast: 8 };

console.log('one event sent to an actor and handled');
const [floor] = await nanosecondsInTurns(TURNS, [sendTo(nothing)]);
for (const [name, machine] of Object.entries(machines)) {
  const [peer, ours] = await nanosecondsInTurns(TURNS, [sendTo(machine), sendTo(compile(machine))]);
  report({ what: `transition, ${name}`, ...against, ours, peer });
}
for (const [name, machine] of Object.entries({
  'machine that stays where it is': staying,
  'flat machine without context and guard': bare,
})) {
  const [peer, ours] = await nanosecondsInTurns(TURNS, [sendTo(machine), sendTo(compile(machine))]);
  console.log(`${name}: compiled ${ours.toFixed(0)} ns, interpreted ${peer.toFixed(0)} ns`);
}
console.log(`logic that does nothing: ${floor.toFixed(0)} ns`);

console.log('\none actor of the nested machine created and started');
const [plainStart, compiledStart, bareStart] = await nanosecondsInTurns(
  TURNS,
  [nested, compile(nested), nothing].map((logic) => () => createActor(logic).start()),
);
report({
  what: 'an actor created and started',
  against: 'XState',
  unit: 'ns',
  ours: compiledStart,
  peer: plainStart,
});
console.log(`logic that does nothing: ${bareStart.toFixed(0)} ns`);

console.log(`\none of ${IDLE_ACTORS} idle actors of the nested machine after an event`);
const [bareBytes, plainBytes, compiledBytes] = [nothing, nested, compile(nested)].map(bytesOfAnActor);
const memory = { against: 'XState', unit: 'bytes', ours: compiledBytes, peer: plainBytes };
report({ what: 'memory of an idle actor', ...memory });
report({
  what: 'memory of an idle actor in a controlled system',
  ...memory,
  ours: bytesOfAControlledActor(nested),
  atLeast: 2,
});
console.log(`logic that does nothing: ${bareBytes.toFixed(0)} bytes`);

console.log('\ncompiling, and working out every transition from every state: the median, and the first time');
for (const [name, machine] of Object.entries({
  restaurant,
  kitchen,
  counter,
  customer,
  staff,
  orderTaker,
  orderRail,
  railLock,
  hastyStaff,
  carefulStaff,
})) {
  const first = millisecondsOf(() => workOutAll(machine));
  const ours = median(Array.from({ length: 2 * TURNS + 1 }, () => millisecondsOf(() => workOutAll(machine))));
  report({ what: `compiling the ${name} machine`, unit: 'ms', ours, below: 5 });
  console.log(`  the first time ${first.toFixed(2)} ms; ${workOutAll(machine)} transitions`);
}

function sendTo(logic) {
  const actor = createActor(logic).start();
  return () => actor.send(FLIP);
}

function bytesOfAnActor(logic) {
  const parent = createActor(nothing).start();
  const actors = [];
  const start = () => {
    const actor = createActor(logic, { parent }).start();
    actor.send(FLIP);
    return actor;
  };
  start();
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < IDLE_ACTORS; index++) {
    actors.push(start());
  }
  globalThis.gc();
  return (process.memoryUsage().heapUsed - before) / actors.length;
}

/** As `bytesOfAnActor`, with all that the system keeps of an actor. */
function bytesOfAControlledActor(machine) {
  const child = compile(machine);
  const spawnAll = ({ spawn }) => {
    for (let index = 0; index < IDLE_ACTORS; index++) {
      spawn(child, { id: `child-${index}` });
    }
    return {};
  };
  const parent = compile(createMachine({ context: {}, on: { SPAWN: { actions: assign(spawnAll) } } }));
  const system = createSystem(parent, { clock: createVirtualClock() });
  system.start();
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  system.send(system.root, { type: 'SPAWN' });
  system.apply(system.next());
  for (const actor of system.actors().values()) {
    system.send(actor, FLIP);
    system.apply(system.next());
  }
  globalThis.gc();
  const grown = process.memoryUsage().heapUsed - before;
  // Only a system that is used afterwards is there to be measured.
  return grown / (system.actors().size - 1);
}

function millisecondsOf(work) {
  const before = processorTime();
  work();
  return (processorTime() - before) / 1e6;
}

/** Compiles a machine without waiting for events; returns how many transitions it has worked out. */
function workOutAll(machine) {
  const recorder = new Recorder(createSkeleton(machine));
  const program = new Program(machine, recorder, recorder.beforeInitial(), COMPILE_LIMITS);
  let count = 0;
  program.initial();
  for (const node of machine.idMap.values()) {
    if (node.type !== 'atomic' && node.type !== 'final') {
      continue;
    }
    const value = node.path.reduceRight(
      (inner, key) => (inner === undefined ? key : { [key]: inner }),
      undefined,
    );
    const configuration = program.configurations.of(
      machine.resolveState({ value: value ?? {}, context: {} }),
    );
    for (let state = node; state !== undefined; state = state.parent) {
      for (const type of state.transitions.keys()) {
        configuration.selectorFor(type);
      }
      for (const [kind, transitions] of [
        ['event', [...state.transitions.values()].flat()],
        ['eventless', state.always ?? []],
      ]) {
        for (const transition of transitions) {
          program.microstep(configuration.nodes, kind, [transition], {});
          count++;
        }
      }
    }
  }
  return count;
}
