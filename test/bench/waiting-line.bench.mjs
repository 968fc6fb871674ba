// An M/M/2 queue with an XState actor for each customer: compiled in the controlled system, and beside it XState alone,
// SimPy, SIM.JS and a loop over a heap. All read the same customers. Run it after `npm run build`; with
// `node waiting-line.bench.mjs ours` it runs ours alone, over and over for ten seconds, for a profiler. Prints and
// fails nothing.
import { register } from 'node:module';
import { createRun, createVirtualClock } from '../../dist/src/index.js';
import { compile } from '../../dist/src/compile.js';
import { report } from './rows.mjs';

register('./typescript-hooks.mjs', import.meta.url);
const { bank, customer } = await import('../waiting-line/bank.ts');
const { readCustomers } = await import('../waiting-line/customers.ts');
const { runByHand } = await import('../waiting-line/heap-loop.ts');
const { loadSimJs, runInSimJs } = await import('../waiting-line/in-simjs.ts');
const { findSimPy, runInSimPy } = await import('../waiting-line/in-simpy.ts');
const { runByXState } = await import('../waiting-line/xstate-alone.ts');

/** How often each is run, in turns with the others; the first turn warms up. */
const TURNS = 6;
/** For how many seconds of processor time each runs in a turn at the least: short runs meet too little of the garbage. */
const AT_LEAST = 0.5;

const customers = readCustomers();
const count = customers.gaps.length;
const compiled = compile(bank.provide({ actors: { customer: compile(customer) } }));
const simJs = await loadSimJs();
const simPy = findSimPy();

if (process.argv[2] === 'ours') {
  for (const until = performance.now() + 10_000; performance.now() < until; ) await controlled(compiled);
} else {
  const engines = {
    compiled: () => controlled(compiled),
    interpreted: () => controlled(bank),
    xState: () => runByXState(customers, createVirtualClock()),
    compiledAlone: () => runByXState(customers, createVirtualClock(), compiled),
    simJs: () => runInSimJs(simJs, customers),
    byHand: () => runByHand(customers),
  };
  const rates = await ratesInTurns(engines);
  if (simPy !== undefined) {
    rates.simPy = await simPyRate(simPy);
  }

  console.log(`M/M/2, ${count} customers, customers a second of processor time\n`);
  const row = { unit: 'a second', what: 'M/M/2, compiled', ours: rates.compiled };
  report({ ...row, against: 'XState alone', peer: rates.xState, atLeast: 25 });
  report({
    ...row,
    against: 'SimPy 3',
    peer: rates.simPy,
    atLeast: 3,
    note: 'python3-simpy3 is not installed',
  });
  report({ ...row, against: 'simjs 2', peer: rates.simJs, atLeast: 1 });
  report({ ...row, against: 'a loop over a heap', peer: rates.byHand });
  report({ ...row, against: 'the same, interpreted', peer: rates.interpreted });
  report({ ...row, against: "compiled in XState's own system", peer: rates.compiledAlone });
}

/** Runs ours: a controlled system under the cooperative scheduler, nothing recorded. */
async function controlled(logic) {
  const clock = createVirtualClock();
  const run = createRun(logic, { input: { clock, customers }, clock });
  await run.finish();
  return run.system.root.getSnapshot().output;
}

/** Customers a second of each engine: the median over the turns. */
async function ratesInTurns(engines) {
  const found = Object.fromEntries(Object.keys(engines).map((name) => [name, []]));
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, engine] of Object.entries(engines)) {
      globalThis.gc?.();
      let served = 0;
      let seconds = 0;
      while (seconds < AT_LEAST) {
        const before = process.cpuUsage();
        served += (await engine()).served;
        const { user, system } = process.cpuUsage(before);
        seconds += (user + system) / 1e6;
      }
      if (turn > 0) found[name].push(served / seconds);
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, rates]) => [name, median(rates)]));
}

async function simPyRate(python) {
  const runs = runInSimPy(python, TURNS);
  return median(runs.slice(1).map(({ served, seconds }) => served / seconds));
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
