// What it costs that a system can be inspected: when the inspector is closed again, when it is open and nobody watches,
// and while a page reads everything, each against a system for which there never was one. Run it after `npm run build`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { compile } from '../../dist/src/compile.js';
import { createSystem, createVirtualClock } from '../../dist/src/index.js';
import { createInspector } from '../../dist/src/inspect.js';
import { FLIP, flat } from './machines.mjs';
import { nanosecondsInTurns } from './measured.mjs';
import { report } from './rows.mjs';

const TURNS = 7;

/** So many deliveries are made before the host, and with it the page, gets its turn. */
const A_TURN = 256;

const machine = compile(flat);

const never = newSystem();
const closed = newSystem();
await (await createInspector(closed, { port: 0 })).close();
const open = newSystem();
const openInspector = await createInspector(open, { port: 0 });
const watched = newSystem();
const watchedInspector = await createInspector(watched, { port: 0 });
const page = spawn(process.execPath, [
  join(import.meta.dirname, 'reading-page.mjs'),
  watchedInspector.address,
]);
await once(page.stdout, 'data');

const systems = [never, closed, open, watched];
for (const system of systems) {
  system.start();
}
const [peer, ...ours] = (await nanosecondsInTurns(TURNS, systems.map(deliveriesTo))).map(
  (nanoseconds) => nanoseconds / A_TURN,
);
console.log(`the page has missed ${watchedInspector.leftOut} frames\n`);
const names = ['inspector closed again', 'inspector open, nobody watches', 'a page reads everything'];
for (const [index, name] of names.entries()) {
  const aim = index === 0 ? { atLeast: 0.95 } : {};
  report({
    what: `delivery, ${name}`,
    against: 'never inspected',
    unit: 'ns',
    ours: ours[index],
    peer,
    ...aim,
  });
}
await openInspector.close();
await watchedInspector.close();
page.kill();

function newSystem() {
  return createSystem(machine, { clock: createVirtualClock(), machines: 'compiled' });
}

function deliveriesTo(system) {
  return async () => {
    for (let count = 0; count < A_TURN; count++) {
      system.root.send(FLIP);
      system.apply(system.next());
    }
    await nextTurn();
  };
}
