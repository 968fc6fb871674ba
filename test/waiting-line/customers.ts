import { readFileSync } from 'node:fs';

/** Customers in the order of their arrival: when each comes after the one before, and how long each one's service takes. */
export interface Customers {
  /** In milliseconds. */
  readonly gaps: readonly number[];
  /** In milliseconds. */
  readonly services: readonly number[];
}

/** What a simulation of a waiting line comes to. */
export interface Result {
  readonly served: number;
  /** From arrival to the beginning of service, in milliseconds. */
  readonly meanWait: number;
}

/** The file of customers that all simulations read. */
export const customersFile = new URL('customers.csv', import.meta.url);

/** Reads what `write-customers.mjs` wrote. */
export function readCustomers(file: URL | string = customersFile): Customers {
  const rows = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return {
    gaps: rows.map(([gap]) => gap ?? Number.NaN),
    services: rows.map(([, service]) => service ?? Number.NaN),
  };
}

/** The first of them. */
export function firstOf({ gaps, services }: Customers, count: number): Customers {
  return { gaps: gaps.slice(0, count), services: services.slice(0, count) };
}
