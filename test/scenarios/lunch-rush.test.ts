import { describe, expect, it } from 'vitest';
import { play } from './play.js';

describe('the lunch rush', () => {
  it('serves everybody by default, with staff who are well but not over-loaded', async () => {
    const { outcome, lines } = await play('lunch-rush');
    expect(outcome).toMatchObject({ status: 'done', output: { arrived: 600, served: 600 }, deadLetters: 0 });
    expect(lines.every(({ channel }) => channel === 'staff')).toBe(true);
    expect(lines.at(0)?.text).toBe('Ready for business!');
    expect(lines.filter(({ text }) => text.startsWith('Closing down...'))).toHaveLength(1);
  });

  it('is the same day with the same seed, and another with another', async () => {
    const customers = { from: 'chance', customers: 50, perHour: 800 } as const;
    const [first, again, other] = await Promise.all(
      [1, 1, 2].map(async (seed) => play('lunch-rush', { customers, seed })),
    );
    expect(again?.news).toEqual(first?.news);
    expect(other?.news).not.toEqual(first?.news);
  });

  it('can have scripted customers too', async () => {
    const orders = [
      { answers: ['1', '1'], thinkMs: 1000, arrivesMs: 2000 },
      { answers: ['0', '2'], thinkMs: 1000, arrivesMs: 0 },
    ];
    const { outcome } = await play('lunch-rush', { customers: { from: 'script', orders } });
    expect(outcome.output).toEqual({ items: 4, arrived: 2, served: 2 });
  });
});
