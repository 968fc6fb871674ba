import type { Picker } from '../strategy.js';

/**
 * Takes the decisions of a list: the first `strict` of them as they stand, or it cuts the schedule short; of the
 * others the first that is enabled, and what has waited longest where none is.
 */
export function followingPicker(decisions: readonly string[], strict: number): Picker {
  const left = [...decisions];
  return {
    pick: (choices, { depth }) => {
      const names = choices.map(({ name }) => name);
      const place = depth < strict ? 0 : left.findIndex((wanted) => names.includes(wanted));
      if (place === -1 || left.length === 0) {
        return 0;
      }
      const [wanted = ''] = left.splice(place, 1);
      const index = names.indexOf(wanted);
      return index === -1 ? undefined : index;
    },
  };
}
