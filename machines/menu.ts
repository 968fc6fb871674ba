/** A dish on the menu, and how long one portion takes to make. */
export interface Dish {
  /** What one portion is called, in lower case: `burger`. Unique on the menu. */
  readonly name: string;
  /** What several are called: `burgers`. */
  readonly plural: string;
  /** Time to make one, in milliseconds. */
  readonly ms: number;
}

/** The dishes, in the order in which a customer is asked for them. */
export type Menu = readonly Dish[];

/** The menu of the tutorial: a burger takes five seconds, fries take two. */
export const defaultMenu: Menu = [
  { name: 'burger', plural: 'burgers', ms: 5000 },
  { name: 'fries', plural: 'fries', ms: 2000 },
];

/** An order's number as it is written on tickets: four digits, `0001`. */
export function orderNumber(order: number): string {
  return String(order).padStart(4, '0');
}

/**
 * The name of one item: `#0001-burger00` for the first burger of order 1.
 *
 * @param order - the order's number; 0 for what was known before anybody ordered, which is simply `#0`
 * @param dish - the dish's name
 * @param index - which of the order's items of this dish it is, from 0
 */
export function itemName(order: number, dish: string, index: number): string {
  if (order === 0) return `#${index}`;
  return `#${orderNumber(order)}-${dish}${String(index).padStart(2, '0')}`;
}
