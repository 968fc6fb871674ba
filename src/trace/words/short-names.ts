import type { Address } from '../../bus/address.js';

/** A name for each address: its last part, or as many as it takes to tell it from the others. */
export function shortNames(addresses: readonly Address[]): ReadonlyMap<Address, string> {
  return new Map(addresses.map((address) => [address, shortName(address, addresses)]));
}

function shortName(address: Address, all: readonly Address[]): string {
  const parts = address.split('/');
  for (let count = 1; count < parts.length; count++) {
    const end = parts.slice(-count).join('/');
    if (all.every((other) => other === address || (other !== end && !other.endsWith(`/${end}`)))) {
      return end;
    }
  }
  return address;
}
