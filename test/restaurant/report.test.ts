import { beforeAll, describe, expect, it } from 'vitest';
import type { Heard } from '../../src/restaurant/heard.js';
import { reportText } from '../../src/restaurant/report-text.js';
import { createReport } from '../../src/restaurant/report.js';
import type { Figures } from '../../src/restaurant/report.js';
import { play } from '../scenarios/play.js';

const atWork = ['John', 'Jane', 'order-taker'];
let news: readonly Heard[];
let figures: Figures;

const of = (...types: readonly Heard['event']['type'][]) =>
  news.filter(({ event }) => types.includes(event.type));
const timesOf = (...types: readonly Heard['event']['type'][]) => of(...types).map(({ time }) => time);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

beforeAll(async () => {
  ({ news } = await play('lunch-rush', { customers: { from: 'chance', customers: 400, perHour: 850 } }));
  const report = createReport(atWork);
  for (const heard of news) report.hear(heard);
  figures = report.figures();
});

describe('the report of a lunch rush', () => {
  it('counts customers and items', () => {
    expect(figures.customers).toMatchObject({ arrived: 400, served: 400 });
    expect(figures.items.made).toBe(of('item.made').length);
    expect(figures.customers.servedPerHour).toBeCloseTo((400 / figures.elapsed) * 3_600_000, 9);
  });

  it('measures waiting from coming in to getting the meal', () => {
    const came = new Map(of('customer.arrived').map(({ address, time }) => [address, time]));
    const waits = of('customer.served').map(({ address, time }) => time - (came.get(address) ?? Number.NaN));
    expect(figures.waiting?.mean).toBeCloseTo(sum(waits) / waits.length, 6);
    expect(figures.waiting?.longest).toBe(Math.max(...waits));
  });

  it("has the queue that Little's law wants: rate of items times their mean time in the queue", () => {
    // First in, first out: the item that starts as the nth was queued as the nth.
    const queued: number[] = [];
    let waiting = 0;
    for (const { time, event } of of('queue.changed')) {
      if (event.type !== 'queue.changed') continue;
      for (; waiting < event.waiting; waiting++) queued.push(time);
      waiting = event.waiting;
    }
    const started = timesOf('task.started');
    expect(started).toHaveLength(queued.length);
    const rate = started.length / figures.elapsed;
    const meanTime = sum(started.map((time, n) => time - (queued[n] ?? Number.NaN))) / started.length;
    expect(figures.queue.mean).toBeCloseTo(rate * meanTime, 6);
    expect(sum(figures.queue.bins)).toBeGreaterThan(0);
  });

  it('finds the staff busy for as long as their work takes', () => {
    const cooking = sum(of('item.made').map(({ event }) => (event.type === 'item.made' ? event.item.ms : 0)));
    const busy = figures.staff.filter(({ name }) => name !== 'order-taker').map((member) => member.busy);
    expect(sum(busy) * figures.elapsed).toBeCloseTo(cooking, 3);
    const taking = sum(timesOf('order.queued')) - sum(timesOf('order.opened'));
    expect(figures.staff[2]?.busy).toBeCloseTo(taking / figures.elapsed, 9);
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(figures))).toEqual(figures);
  });

  it('fits a terminal of 80 columns', () => {
    const lines = reportText(figures);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines[0]).toMatch(/^Customers {2}400 served of 400, \d+ an hour$/);
    expect(lines.some((line) => line.includes('order-taker'))).toBe(true);
  });
});

describe('the report of a day that is cut short', () => {
  it('names everybody who came and was not served, and who was still to come', () => {
    const report = createReport(atWork, 500);
    const last = news.findLastIndex(({ event }) => event.type === 'customer.arrived');
    const heard = news.slice(0, last + 1);
    for (const one of heard) report.hear(one);
    const { customers } = report.figures();
    const came = heard.filter(({ event }) => event.type === 'customer.arrived').map(({ address }) => address);
    const served = new Set(
      heard.filter(({ event }) => event.type === 'customer.served').map(({ address }) => address),
    );

    expect(customers.notServed).toEqual(came.filter((address) => !served.has(address)));
    expect(customers.notServed).toContain('customer-0400');
    expect(customers.served + customers.notServed.length).toBe(400);
    expect(customers.neverCame).toEqual({ count: 100, first: 'customer-0401', last: 'customer-0500' });
    const lines = reportText(report.figures());
    expect(customers.notServed.filter((name) => !lines.join('\n').includes(name))).toEqual([]);
    expect(lines).toContain('Never came 100: customer-0401 to customer-0500');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('the report of a day on which nothing happens', () => {
  it('has no figures that are no numbers', () => {
    const empty = createReport(['John']).figures();
    expect(empty).toMatchObject({ elapsed: 0, waiting: null, staff: [{ name: 'John', busy: 0 }] });
    expect(reportText(empty).join('\n')).not.toMatch(/NaN|Infinity/);
  });
});
