// What the time of the waiting line is spent on, compiled in the controlled system: samples of V8's profiler, by the
// part of the program in which they were taken. Run it after `npm run build`. Prints and fails nothing.
import { register } from 'node:module';
import { Session } from 'node:inspector/promises';
import { compile } from '../../dist/src/compile.js';
import { createRun, createVirtualClock } from '../../dist/src/index.js';
import { share } from './rows.mjs';

register('./typescript-hooks.mjs', import.meta.url);
const { bank, customer } = await import('../waiting-line/bank.ts');
const { readCustomers } = await import('../waiting-line/customers.ts');

/** How often the customers come; the first times warm up. */
const WARM_UP = 5;
const RUNS = 10;

/** The parts, by what the address of a file in them contains. */
const PARTS = [
  ['/dist/src/compiler/', 'compiled transitions'],
  ['/dist/src/system/', 'the controlled system'],
  ['/dist/src/bus/', 'the bus'],
  ['/dist/src/clock/', 'the clock'],
  ['/dist/src/scheduler/', 'the scheduler'],
  ['/node_modules/xstate/', 'XState'],
  ['/waiting-line/', "the machines' own functions"],
];

const customers = readCustomers();
const compiled = compile(bank.provide({ actors: { customer: compile(customer) } }));
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await serveAll(WARM_UP);
await session.post('Profiler.start');
await serveAll(RUNS);
const { profile } = await session.post('Profiler.stop');

const shares = sharesOf(profile);
for (const [part, fraction] of [...shares].toSorted(([, one], [, other]) => other - one)) {
  share({ of: 'M/M/2, compiled', part, fraction });
}

async function serveAll(times) {
  for (let run = 0; run < times; run++) {
    const clock = createVirtualClock();
    await createRun(compiled, { input: { clock, customers }, clock }).finish();
  }
}

/** How much of the samples each part has. */
function sharesOf({ nodes, samples, timeDeltas }) {
  const partOf = new Map();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const name = (node, above) => {
    const part = partNamed(node.callFrame) ?? above;
    partOf.set(node.id, part);
    for (const child of node.children ?? []) name(byId.get(child), part);
  };
  name(nodes[0], 'Node.js and the rest');
  const times = new Map();
  samples.forEach((id, index) => {
    const part = partOf.get(id);
    times.set(part, (times.get(part) ?? 0) + timeDeltas[index]);
  });
  times.delete('nothing');
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return new Map([...times].map(([part, time]) => [part, time / all]));
}

/** The part of a function; undefined for one of JavaScript's own, which belongs to who calls it. */
function partNamed({ functionName, url }) {
  if (functionName === '(garbage collector)') return 'collecting garbage';
  if (functionName === '(idle)') return 'nothing';
  return PARTS.find(([path]) => url.includes(path))?.[1];
}
