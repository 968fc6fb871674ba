// An M/M/2 queue with an XState actor for each customer: compiled in the controlled system, and beside it XState alone,
// SimPy, SIM.JS and a loop over a heap. All read the same customers, and each has a process of its own: the thousands of
// actors of one would be garbage that slows another down. Run it after `npm run build`; `node waiting-line.bench.mjs
// compiled` runs that one alone, for a profiler. Prints and fails nothing.
import { spawnSync } from 'node:child_process';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compile } from '../../dist/src/compile.js';
import { createRun, createVirtualClock } from '../../dist/src/index.js';
import { median, processorTime } from './measured.mjs';
import { report } from './rows.mjs';

register('./typescript-hooks.mjs', import.meta.url);
const { bank, customer } = await import('../waiting-line/bank.ts');
const { readCustomers } = await import('../waiting-line/customers.ts');
const { runByHand } = await import('../waiting-line/heap-loop.ts');
const { loadSimJs, runInSimJs } = await import('../waiting-line/in-simjs.ts');
const { findSimPy, runInSimPy } = await import('../waiting-line/in-simpy.ts');
const { runByXState } = await import('../waiting-line/xstate-alone.ts');

/** How often each has its turn. */
const TURNS = 3;
/** For how many seconds of processor time each runs in a turn at the least: to warm up, and to be measured. */
const WARM_UP = 1;
const AT_LEAST = 1;

const customers = readCustomers();
const compiled = compile(bank.provide({ actors: { customer: compile(customer) } }));
const simJs = await loadSimJs();
const simPy = findSimPy();

const engines = {
  compiled: () => controlled(compiled, 'compiled'),
  interpreted: () => controlled(bank, 'interpreted'),
  'xstate-alone': () => runByXState(customers, createVirtualClock()),
  'compiled-alone': () => runByXState(customers, createVirtualClock(), compiled),
  simjs: () => runInSimJs(simJs, customers),
  'heap-loop': () => runByHand(customers),
};
const [name] = process.argv.slice(2);

if (name === undefined) {
  compareAll();
} else {
  await serveFor(WARM_UP, engines[name]);
  console.log(await serveFor(AT_LEAST, engines[name]));
}

function compareAll() {
  const rates = ratesInTurns();
  console.log(`M/M/2, ${customers.gaps.length} customers, customers a second of processor time\n`);
  const row = { unit: 'a second', what: 'M/M/2, compiled', ours: rates.compiled };
  report({ ...row, against: 'XState alone', peer: rates['xstate-alone'], atLeast: 25 });
  report({
    ...row,
    against: 'SimPy 3',
    peer: rates.simpy,
    atLeast: 3,
    note: 'python3-simpy3 is not installed',
  });
  report({ ...row, against: 'simjs 2', peer: rates.simjs, atLeast: 1 });
  report({ ...row, against: 'a loop over a heap', peer: rates['heap-loop'] });
  report({ ...row, against: 'the same, interpreted', peer: rates.interpreted });
  report({ ...row, against: "compiled in XState's own system", peer: rates['compiled-alone'] });
}

/** Runs ours: a controlled system under the cooperative scheduler, nothing recorded. */
async function controlled(logic, machines) {
  const clock = createVirtualClock();
  const run = createRun(logic, { input: { clock, customers }, clock, machines });
  await run.finish();
  return run.system.root.getSnapshot().output;
}

/** Customers a second of processor time. */
async function serveFor(seconds, engine) {
  const start = processorTime();
  let served = 0;
  let taken = 0;
  while (taken < seconds) {
    served += (await engine()).served;
    taken = (processorTime() - start) / 1e9;
  }
  return served / taken;
}

/** Customers a second of each engine: the median over the turns. */
function ratesInTurns() {
  const found = {};
  const add = (engine, rate) => (found[engine] ??= []).push(rate);
  for (let turn = 0; turn < TURNS; turn++) {
    for (const engine of Object.keys(engines)) {
      add(engine, rateAlone(engine));
    }
    if (simPy !== undefined) {
      add('simpy', simPyRate(simPy));
    }
  }
  return Object.fromEntries(Object.entries(found).map(([engine, rates]) => [engine, median(rates)]));
}

function rateAlone(engine) {
  const program = [...process.execArgv, fileURLToPath(import.meta.url), engine];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${engine} ended with status ${status}\n${stderr}`);
  }
  return Number(stdout);
}

function simPyRate(python) {
  const [, ...warm] = runInSimPy(python, 4);
  return median(warm.map(({ served, seconds }) => served / seconds));
}
