import { Presets, SingleBar } from 'cli-progress';
import type { Observable } from 'rxjs';
import type { Heard } from '../restaurant/heard.js';
import type { Customers } from '../restaurant/scenario.js';

/** A run of fewer customers on the virtual clock is over before one could look at a bar. */
const manyCustomers = 2000;

export interface ProgressOptions {
  readonly customers: Customers;
  readonly news: Observable<Heard>;
  /** Whether virtual time goes by, as fast as it can. */
  readonly isVirtual: boolean;
}

/** Shows on the terminal how many of the customers have left, where that takes a while; returns what ends it. */
export function showProgress({ customers, news, isVirtual }: ProgressOptions): () => void {
  const total = howMany(customers);
  if (total === 0 || (isVirtual && total < manyCustomers)) {
    return () => undefined;
  }
  const bar = new SingleBar(
    {
      format: '{bar} {percentage}% · {value} of {total} customers have left',
      clearOnComplete: true,
      barsize: 30,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  const leaving = news.subscribe(({ event }) => {
    if (event.type === 'customer.left') {
      bar.increment();
    }
  });
  return () => {
    leaving.unsubscribe();
    bar.stop();
  };
}

function howMany(customers: Customers): number {
  switch (customers.from) {
    case 'chance':
      return customers.customers;
    case 'script':
      return customers.orders.length;
    case 'nowhere':
    case 'terminal':
      return 0;
  }
}
