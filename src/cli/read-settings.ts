import { readFileSync } from 'node:fs';
import { parseMenu } from '../restaurant/menu-file.js';
import { parseOrders } from '../restaurant/orders-file.js';
import type { Customers, Scenario, ScenarioSettings } from '../restaurant/scenario.js';
import { parseStaff } from '../restaurant/staff-names.js';
import { usageError } from './command-error.js';
import { fileProblem } from './file-problem.js';
import { readNumber } from './read-number.js';

/** The options that choose something about a scenario, as they were typed. */
export interface SettingsOptions {
  readonly staff?: string;
  readonly menu?: string;
  readonly rest?: string;
  readonly seed?: string;
  readonly orders?: string;
  readonly customers?: string;
  readonly perHour?: string;
}

/** How many come, and how fast, where only one of the two is given and the scenario has no crowd of its own. */
const crowd = { customers: 100, perHour: 100 };

/** The scenario's own settings, with what the options change; throws where an option is wrong or does not fit. */
export function readSettings(scenario: Scenario, options: SettingsOptions): ScenarioSettings {
  const { defaults } = scenario;
  const { staff, menu, rest, seed } = options;
  const chosen = {
    staff: staff === undefined ? defaults.staff : readStaff(staff),
    restMs: rest === undefined ? defaults.restMs : readRest(rest),
    menu: menu === undefined ? defaults.menu : parseMenu(readInput('--menu', menu), menu),
    seed: seed === undefined ? defaults.seed : readSeed(seed),
  };
  return { ...chosen, customers: readCustomers(scenario, options, chosen.menu) };
}

function readCustomers(
  { name, hasCustomers, defaults }: Scenario,
  { orders, customers, perHour }: SettingsOptions,
  menu: ScenarioSettings['menu'],
): Customers {
  const given = Object.entries({ '--orders': orders, '--customers': customers, '--per-hour': perHour })
    .filter(([, value]) => value !== undefined)
    .map(([option]) => option);
  if (!hasCustomers && given.length > 0) {
    throw usageError(`nobody comes to ${name}, which has no customers; leave out ${given.join(' and ')}`);
  }
  if (orders !== undefined) {
    if (given.length > 1) {
      throw usageError(`${given.join(' and ')} exclude each other: customers are scripted or generated`);
    }
    return { from: 'script', orders: parseOrders(readInput('--orders', orders), orders, menu) };
  }
  if (given.length === 0) {
    return defaults.customers;
  }
  const usual = defaults.customers.from === 'chance' ? defaults.customers : crowd;
  return {
    from: 'chance',
    customers: customers === undefined ? usual.customers : readCount(customers),
    perHour: perHour === undefined ? usual.perHour : readRate(perHour),
  };
}

function readStaff(text: string): readonly string[] {
  try {
    return parseStaff(text);
  } catch (error) {
    throw usageError(`--staff ${text}: ${(error as Error).message}`);
  }
}

const readCount = (text: string) =>
  readNumber('--customers', text, { least: 1, most: 10_000_000, isWhole: true, unit: 'customers' });

const readRate = (text: string) =>
  readNumber('--per-hour', text, { least: 0.01, most: 1_000_000, isWhole: false, unit: 'customers' });

const readRest = (text: string) =>
  Math.round(
    1000 * readNumber('--rest', text, { least: 0.001, most: 86_400, isWhole: false, unit: 'seconds' }),
  );

/** The seed that `--seed` gives. */
export const readSeed = (text: string): number =>
  readNumber('--seed', text, { least: 0, most: Number.MAX_SAFE_INTEGER, isWhole: true, unit: '' });

function readInput(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usageError(`${option} ${path}: ${fileProblem(error, 'read')}`);
  }
}
