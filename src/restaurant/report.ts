import { customerAddress } from '../../machines/counter.js';
import type { Heard } from './heard.js';
import { createLevelHistory } from './level-history.js';
import type { LevelFigures } from './level-history.js';
import { createSamples } from './samples.js';
import type { SampleSummary } from './samples.js';

/** What a manager wants to know of a day. Plain data; times are in milliseconds of the run's clock. */
export interface Figures {
  /** From the opening to the last piece of news. */
  readonly elapsed: number;
  readonly customers: {
    readonly arrived: number;
    /** Those who got a meal. */
    readonly served: number;
    /** Those who got a meal, for each hour that elapsed. */
    readonly servedPerHour: number;
    /** Addresses of those who came in and got no meal, in the order in which they came. */
    readonly notServed: readonly string[];
    /** Those who were to come and did not: how many, and the addresses that the first and the last would have had. */
    readonly neverCame: { readonly count: number; readonly first: string; readonly last: string } | null;
  };
  readonly items: {
    readonly made: number;
  };
  /** From coming in to getting the meal, of those who got one; `null` if nobody did. */
  readonly waiting: SampleSummary | null;
  /** Each of those at work, with the share of the time elapsed that they were at it, from 0 to 1. */
  readonly staff: readonly { readonly name: string; readonly busy: number }[];
  /** Items that wait to be made. */
  readonly queue: LevelFigures;
}

/**
 * Collects the figures of a run from its news. It keeps one number for each customer served, and else only what is
 * going on at the moment.
 */
export interface Report {
  /** To be called with all news, in their order. */
  hear(heard: Heard): void;
  figures(): Figures;
}

/**
 * @param atWork - addresses of those whose work is to be told
 * @param expected - how many customers were to come, as far as that is known beforehand
 */
export function createReport(atWork: readonly string[], expected = 0): Report {
  const queue = createLevelHistory();
  const waits = createSamples();
  const arrivals = new Map<string, number>();
  const notServed = new Set<string>();
  const shifts = new Map(atWork.map((name) => [name, createShift()]));
  let elapsed = 0;
  let arrived = 0;
  let served = 0;
  let made = 0;

  return {
    hear({ time, address, event }) {
      elapsed = time;
      switch (event.type) {
        case 'customer.arrived':
          arrived++;
          arrivals.set(address, time);
          notServed.add(address);
          break;
        case 'customer.served':
          served++;
          notServed.delete(address);
          waits.add(time - (arrivals.get(address) ?? time));
          break;
        case 'customer.left':
          arrivals.delete(address);
          break;
        case 'order.opened':
        case 'task.started':
          shifts.get(address)?.begin(time);
          break;
        case 'order.queued':
        case 'task.finished':
          shifts.get(address)?.end(time);
          break;
        case 'item.made':
          made++;
          break;
        case 'queue.changed':
          queue.note(time, event.waiting);
          break;
        case 'orders.ended':
        case 'question.heard':
        case 'restaurant.closed':
        case 'restaurant.opened':
          break;
      }
    },
    figures: () => ({
      elapsed,
      customers: {
        arrived,
        served,
        servedPerHour: elapsed === 0 ? 0 : served / (elapsed / 3_600_000),
        notServed: [...notServed],
        neverCame:
          arrived < expected
            ? {
                count: expected - arrived,
                first: customerAddress(arrived + 1),
                last: customerAddress(expected),
              }
            : null,
      },
      items: { made },
      waiting: waits.summary(),
      staff: atWork.map((name) => ({
        name,
        busy: elapsed === 0 ? 0 : (shifts.get(name)?.upTo(elapsed) ?? 0) / elapsed,
      })),
      queue: queue.upTo(elapsed),
    }),
  };
}

/** Adds up the time between beginnings and ends. */
function createShift() {
  let total = 0;
  let began: number | null = null;
  const upTo = (time: number) => total + (began === null ? 0 : time - began);
  return {
    begin(time: number) {
      began ??= time;
    },
    end(time: number) {
      total = upTo(time);
      began = null;
    },
    upTo,
  };
}
