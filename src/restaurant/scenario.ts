import type { Menu } from '../../machines/menu.js';
import type { RestaurantInput, restaurant } from '../../machines/restaurant.js';
import type { Clock } from '../clock/clock.js';
import type { Orders } from './orders.js';
import type { Phrasebook } from './phrasebook.js';

/** Where a scenario's customers come from, if it has any. */
export type Customers =
  /** There are none: what is to be cooked is known at the start. */
  | { readonly from: 'nowhere' }
  /** A script. */
  | { readonly from: 'script'; readonly orders: Orders }
  /** Chance: so many, at so many an hour. */
  | { readonly from: 'chance'; readonly customers: number; readonly perHour: number }
  /** The terminal: each is somebody who types. */
  | { readonly from: 'terminal' };

/** All that can be chosen about a scenario. Plain data: with it and the scenario's name, a run can be set up again. */
export interface ScenarioSettings {
  readonly staff: readonly string[];
  /** How long staff rest when there is nothing to do, in milliseconds. */
  readonly restMs: number;
  readonly menu: Menu;
  readonly customers: Customers;
  /** Decides all that is left to chance. */
  readonly seed: number;
}

/** The part of a clock that a scenario needs: how to make everybody wait. */
export type BlockingClock = Pick<Clock, 'block'>;

/** A machine, and what to start it with. */
export interface Build {
  readonly machine: typeof restaurant;
  /** Plain data. */
  readonly input: RestaurantInput;
}

/** One way to run the restaurant. */
export interface Scenario {
  readonly name: string;
  /** What it shows, in one line. */
  readonly explanation: string;
  /** Whether what the staff do goes to the log, and not to the terminal. */
  readonly hasLog: boolean;
  /** Whether `settings.customers` matters: without customers, it is `{ from: 'nowhere' }` and stays so. */
  readonly hasCustomers: boolean;
  /** Whether it ends with a report for the manager. */
  readonly hasReport: boolean;
  /** Whose work is worth a line in the report, besides the staff. */
  readonly alsoAtWork: readonly string[];
  readonly defaults: ScenarioSettings;
  readonly phrasebook: Phrasebook;
  /** Sets the scenario up. `clock` is the one that the run will go by. */
  build(settings: ScenarioSettings, clock: BlockingClock): Build;
}
