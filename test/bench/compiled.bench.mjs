// What a compiled machine costs beside XState's interpreter: transitions, starting, memory and compiling. Run it after
// `npm run build`. Prints and fails nothing.
import { cpus } from 'node:os';
import { assign, createActor, createMachine, setup } from 'xstate';
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
import { nanosecondsInTurns } from './measured.mjs';

const TURNS = 7;
const IDLE_ACTORS = 10_000;
const FLIP = { type: 'FLIP' };

console.log(`node ${process.version}, ${cpus()[0].model.trim()}\n`);

const counting = setup({
  actions: { count: assign({ count: ({ context }) => context.count + 1 }) },
  guards: { isSmall: ({ context }) => context.count < Number.MAX_SAFE_INTEGER },
});
const machines = {
  'flat machine, nothing else': createMachine({
    initial: 'a',
    states: { a: { on: { FLIP: 'b' } }, b: { on: { FLIP: 'a' } } },
  }),
  'flat machine': counting.createMachine({ context: { count: 0 }, ...flipping() }),
  'nested machine': counting.createMachine({ context: { count: 0 }, ...nested(3) }),
  'parallel machine': counting.createMachine({
    context: { count: 0 },
    type: 'parallel',
    states: { one: flipping(), two: flipping() },
  }),
  'machine that stays where it is': counting.createMachine({
    context: { count: 0 },
    on: { FLIP: { guard: 'isSmall', actions: 'count' } },
  }),
};
// Logic that does nothing at all: what is left is XState's own actor, the floor under all the rest.
const nothing = {
  transition: (snapshot) => snapshot,
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined, context: 0 }),
  getPersistedSnapshot: (snapshot) => snapshot,
};

console.log(
  'one event sent to an actor and handled, nanoseconds; with context and a guard but for the first',
);
console.log(`${''.padEnd(34)} interpreted  compiled  ratio (aim: at least 8)`);
const [floor] = await nanosecondsInTurns(TURNS, [sendTo(nothing)]);
for (const [name, machine] of Object.entries(machines)) {
  const [plain, compiled] = await nanosecondsInTurns(TURNS, [sendTo(machine), sendTo(compile(machine))]);
  row(name, plain, compiled);
}
console.log(`${'logic that does nothing'.padEnd(34)} ${floor.toFixed(0).padStart(11)}`);

console.log(
  "\nthe same event through a controlled system's bus, beside XState's actor.send; aim: at least 6 times",
);
for (const [name, machine] of Object.entries(machines)) {
  const [plain, compiled] = await nanosecondsInTurns(TURNS, [
    sendTo(machine),
    sendThroughBus(compile(machine)),
  ]);
  row(name, plain, compiled);
}

const example = machines['nested machine'];
console.log('\none actor of the nested machine created and started, nanoseconds');
const [plainStart, compiledStart, bareStart] = await nanosecondsInTurns(
  TURNS,
  [example, compile(example), nothing].map((logic) => () => createActor(logic).start()),
);
row('create and start', plainStart, compiledStart);
console.log(`${'logic that does nothing'.padEnd(34)} ${bareStart.toFixed(0).padStart(11)}`);

console.log(`\none of ${IDLE_ACTORS} idle actors of the nested machine after an event, bytes (aim: half)`);
const [bareBytes, plainBytes, compiledBytes] = [nothing, example, compile(example)].map(bytesOfAnActor);
row('actor', plainBytes, compiledBytes);
row("the same without XState's own actor", plainBytes - bareBytes, compiledBytes - bareBytes);

row('compiled, in a controlled system', plainBytes, bytesOfAControlledActor(example));

console.log('\ncompiling, and working out every transition from every state, milliseconds (aim: under 5)');
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
  const firstTime = millisecondsOf(() => workOutAll(machine));
  const times = Array.from({ length: 2 * TURNS + 1 }, () => millisecondsOf(() => workOutAll(machine)));
  const median = times.sort((a, b) => a - b)[TURNS];
  const figures = `${median.toFixed(2).padStart(6)}  the first time ${firstTime.toFixed(2).padStart(6)}`;
  console.log(`${name.padEnd(34)} ${figures}  (${workOutAll(machine)} transitions)`);
}

function flipping() {
  const flip = (target) => ({ on: { FLIP: { target, guard: 'isSmall', actions: 'count' } } });
  return { initial: 'a', states: { a: flip('b'), b: flip('a') } };
}

function nested(depth) {
  return depth === 0 ? flipping() : { initial: 'in', states: { in: nested(depth - 1) } };
}

function sendTo(logic) {
  const actor = createActor(logic).start();
  return () => actor.send(FLIP);
}

function sendThroughBus(machine) {
  const system = createSystem(machine, { clock: createVirtualClock() });
  system.start();
  return () => {
    system.send(system.root, FLIP);
    system.apply(system.next());
  };
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
  return (process.memoryUsage().heapUsed - before) / IDLE_ACTORS;
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

function millisecondsOf(work) {
  const before = performance.now();
  work();
  return performance.now() - before;
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

function row(name, plain, compiled) {
  const figures = `${plain.toFixed(0).padStart(11)} ${compiled.toFixed(0).padStart(9)}`;
  console.log(`${name.padEnd(34)} ${figures}  ${(plain / compiled).toFixed(1)}`);
}
