import type { ExploreOptions } from './explore-options.js';
import { noActorEndsInError, rootEndsWithoutError } from './properties/actor-errors.js';
import { noDeadLetters } from './properties/dead-letters.js';
import { invariantProperty } from './properties/invariant.js';
import { monitorProperty } from './properties/monitor.js';
import { mustFinish } from './properties/must-finish.js';
import { noUnhandledEvents } from './properties/unhandled-events.js';
import type { Property } from './property.js';

/**
 * The properties that options ask for, in the order in which they are asked after each decision: the first that
 * does not hold is the one reported, so the particular come before the general.
 */
export function propertiesOf(options: ExploreOptions): Property[] {
  const properties: Property[] = [
    ...(options.invariants ?? []).map(invariantProperty),
    ...(options.monitors ?? []).map(monitorProperty),
    ...(options.properties ?? []),
  ];
  const unhandled = options.noUnhandledEvents ?? false;
  if (unhandled !== false) {
    properties.push(noUnhandledEvents(unhandled === true ? {} : unhandled));
  }
  const errors = options.noErrors ?? 'root';
  if (errors !== 'none') {
    properties.push(errors === 'all' ? noActorEndsInError : rootEndsWithoutError);
  }
  if (options.noDeadLetters === true) {
    properties.push(noDeadLetters);
  }
  if (options.mustFinish === true) {
    properties.push(mustFinish);
  }
  return properties;
}
