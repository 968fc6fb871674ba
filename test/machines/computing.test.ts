import { expect, it } from 'vitest';
import { compute } from '../../machines/computing.js';
import { openPlainly, threeBurgers } from './plain.js';

it('computes the same from the same number of rounds, and each round matters', () => {
  const rounds = [0, 1, 2, 3, 4, 5].map(compute);

  expect(rounds).toEqual([0, 1, 2, 3, 4, 5].map(compute));
  expect(new Set(rounds).size).toBe(6);
});

it('lets staff who compute be done without any time passing on the clock', () => {
  const { actor, clock } = openPlainly({ tickets: threeBurgers, roundsPerMs: 2 });

  clock.increment(0);

  expect(clock.now()).toBe(0);
  expect(actor.getSnapshot()).toMatchObject({ status: 'done', output: { items: 3 } });
});

it('computes as many rounds as the time of cooking asks for', () => {
  const { actor } = openPlainly({ tickets: threeBurgers, roundsPerMs: 2, staff: ['John'] });
  const [john] = Object.values(actor.getSnapshot().children).filter((child) => child?.id === 'staff.John');
  const computed: unknown[] = [];
  john?.subscribe((snapshot) =>
    computed.push((snapshot as unknown as { context: { computed?: number } }).context.computed),
  );

  (actor.clock as unknown as { increment(ms: number): void }).increment(0);

  expect(computed.at(-1)).toBe(compute(10_000));
});
