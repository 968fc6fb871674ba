// How the cost of a step grows with what there is: living actors, pending timers, envelopes that wait. Each is a hold
// model (see clock.bench.mjs): what a step takes away, it puts back. Run it after `npm run build`; `node
// growth.bench.mjs 1000` for up to so many. Prints and fails nothing.
import { assign, createActor, setup } from 'xstate';
import { compile } from '../../dist/src/compile.js';
import { createSystem, createVirtualClock } from '../../dist/src/index.js';
import { FLIP, flat } from './machines.mjs';
import { nanosecondsInTurns } from './measured.mjs';
import { plot } from './rows.mjs';

const TURNS = 3;
const most = Number(process.argv[2] ?? 100_000);
const sizes = [1, 10, 100, 1000, 10_000, 100_000].filter((size) => size <= most);

/** Sets a timer again whenever it fires, at delays that mix the order of the timers. */
const ticking = setup({
  delays: { some: ({ context }) => delayAt(context.tick) },
  actions: { tick: assign({ tick: ({ context }) => context.tick + 1 }) },
}).createMachine({
  id: 'ticking',
  context: ({ input }) => ({ tick: input.first }),
  initial: 'waiting',
  states: { waiting: { after: { some: { target: 'waiting', reenter: true, actions: 'tick' } } } },
});

const compiledFlat = compile(flat);
const compiledTicking = compile(ticking);

for (const size of sizes) {
  const [ours, peer] = await nanosecondsInTurns(TURNS, [deliverInTurn(size), sendInTurn(size)]);
  plot({ curve: 'one delivery, by living actors', size, ours, peer, against: "XState's actor.send" });
}
for (const size of sizes) {
  const [ours, peer] = await nanosecondsInTurns(TURNS, [fireNext(size), fireNextOfXState(size)]);
  plot({
    curve: 'one timer fired and set, by pending timers',
    size,
    ours,
    peer,
    against: 'XState on a heap clock',
  });
}
for (const size of sizes) {
  const [ours] = await nanosecondsInTurns(TURNS, [deliverHead(size)]);
  plot({ curve: 'one delivery, by envelopes that wait', size, ours });
}

/** A root with so many children, all spawned in one step: one after the other would copy the list of them each time. */
function familyOf(size, child) {
  return compile(
    setup({ actors: { child } }).createMachine({
      id: 'family',
      context: ({ spawn }) => ({
        children: Array.from({ length: size }, (_, first) =>
          spawn('child', { id: `child-${first}`, input: { first } }),
        ),
      }),
    }),
  );
}

function deliverInTurn(size) {
  const system = started(familyOf(size, compiledFlat));
  const { children } = system.root.getSnapshot().context;
  let turn = 0;
  return () => {
    system.send(children[turn], FLIP);
    turn = (turn + 1) % size;
    system.apply(system.next());
  };
}

function sendInTurn(size) {
  const { children } = createActor(familyOf(size, flat)).start().getSnapshot().context;
  let turn = 0;
  return () => {
    children[turn].send(FLIP);
    turn = (turn + 1) % size;
  };
}

function fireNext(size) {
  const clock = createVirtualClock();
  const system = started(familyOf(size, compiledTicking), clock);
  return () => {
    clock.advanceTo(system.nextDue);
    system.apply(system.next());
  };
}

function fireNextOfXState(size) {
  const clock = createVirtualClock();
  createActor(familyOf(size, ticking), {
    clock: {
      setTimeout: (work, delay) => clock.schedule(work, delay),
      clearTimeout: (timer) => timer?.unsubscribe(),
    },
  }).start();
  return () => clock.advance();
}

function deliverHead(size) {
  const system = started(compiledFlat);
  for (let waiting = 0; waiting < size; waiting++) {
    system.root.send(FLIP);
  }
  return () => {
    system.root.send(FLIP);
    system.apply(system.next());
  };
}

function started(logic, clock = createVirtualClock()) {
  const system = createSystem(logic, { clock });
  system.start();
  return system;
}

/** From 0 to 1000 ms, evenly spread and always the same: multiples of the golden ratio (Knuth, TAOCP 3, 6.4). */
function delayAt(index) {
  return ((index * 0.618_033_988_749_895) % 1) * 1000;
}
