// What `workers.bench.mjs` runs on threads, and beside it without any actors.
import { parentPort, workerData } from 'node:worker_threads';
import { fromTransition, setup, spawnChild } from 'xstate';

/** Hits the ball back until the rally is over. */
const player = fromTransition((left, event) => {
  if (event.type === 'BALL' && left > 0) {
    event.from.send({ type: 'BALL', from: event.to, to: event.from });
  }
  return event.type === 'BALL' ? left - 1 : event.hits;
}, 0);

/** Two players who hit a ball to and fro so often. */
export const court = setup({ actors: { player } }).createMachine({
  id: 'court',
  context: ({ input }) => input,
  entry: [
    spawnChild('player', { id: 'near', systemId: 'near' }),
    spawnChild('player', { id: 'far', systemId: 'far' }),
    ({ context, system }) => {
      const [near, far] = [system.get('near'), system.get('far')];
      near.send({ type: 'RALLY', hits: context.hits });
      far.send({ type: 'RALLY', hits: context.hits });
      near.send({ type: 'BALL', from: far, to: near });
    },
  ],
});

/** Passes a token on to the next in the ring until it has gone far enough. */
const passer = fromTransition((next, event) => {
  if (event.type === 'MEET') return event.next;
  if (event.left > 0) next.send({ type: 'TOKEN', left: event.left - 1 });
  return next;
}, null);

/** 64 actors in a ring, each of whom begins with a token that goes so far. */
export const ring = setup({ actors: { passer } }).createMachine({
  id: 'ring',
  context: ({ input }) => input,
  entry: ({ self }) => self.send({ type: 'GO' }),
  on: {
    GO: {
      actions: [
        ...Array.from({ length: 64 }, (_, n) => spawnChild('passer', { id: `passer-${n}` })),
        ({ self }) => {
          const all = Object.values(self.getSnapshot().children);
          all.forEach((actor, n) => actor.send({ type: 'MEET', next: all[(n + 1) % all.length] }));
        },
        ({ self, context }) => {
          for (const actor of Object.values(self.getSnapshot().children)) {
            actor.send({ type: 'TOKEN', left: context.hops });
          }
        },
      ],
    },
  },
});

/** Computes something for so many rounds. */
const computer = fromTransition((value, { rounds }) => {
  let x = value;
  for (let round = 0; round < rounds; round++) x = Math.imul(x ^ round, 0x01000193);
  return x;
}, 1);

/** Four actors of whom each computes so often. */
export const office = setup({ actors: { computer } }).createMachine({
  id: 'office',
  context: ({ input }) => input,
  entry: [
    ...['a', 'b', 'c', 'd'].map((id) => spawnChild('computer', { id, systemId: id })),
    ({ context, system }) => {
      for (let task = 0; task < context.tasks; task++) {
        for (const id of ['a', 'b', 'c', 'd']) {
          system.get(id).send({ type: 'COMPUTE', rounds: context.rounds });
        }
      }
    },
  ],
});

// As a bare thread: hits a ball back by itself.
if (workerData?.bare === 'port') {
  const { port, hits, serves } = workerData;
  let left = hits;
  let began = 0;
  port.on('message', (ball) => {
    if (!serves || --left > 0) {
      port.postMessage(ball);
    } else {
      parentPort.postMessage((performance.now() - began) / hits);
      port.close();
    }
  });
  if (serves) {
    parentPort.once('message', () => {
      began = performance.now();
      port.postMessage({ type: 'BALL' });
    });
  }
} else if (workerData?.bare === 'atomics') {
  const { buffer, hits, serves } = workerData;
  const cells = new Int32Array(buffer);
  const [mine, others] = serves ? [0, 1] : [1, 0];
  const began = performance.now();
  for (let hit = 0; hit < hits; hit++) {
    if (serves) {
      Atomics.add(cells, others, 1);
      Atomics.notify(cells, others);
    }
    Atomics.wait(cells, mine, hit);
    if (!serves) {
      Atomics.add(cells, others, 1);
      Atomics.notify(cells, others);
    }
  }
  if (serves) parentPort.postMessage((performance.now() - began) / hits);
}
