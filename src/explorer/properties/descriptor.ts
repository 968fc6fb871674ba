/** Whether an event descriptor of a state (`order`, `order.*`, `*`) takes events of a type, as XState matches them. */
export function descriptorMatches(descriptor: string, type: string): boolean {
  if (descriptor === type || descriptor === '*') {
    return true;
  }
  return descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1));
}
