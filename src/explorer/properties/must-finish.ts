import type { Property } from '../property.js';

/** The property that the root ends: a run that comes to rest before is a deadlock. Reports say who is left. */
export const mustFinish: Property = {
  name: 'must finish',
  looksAt: () => false,
  watch: (view) => ({
    atEnd: (end) =>
      end === 'at-rest'
        ? { message: `the system came to rest and ${view.root} is not done`, address: view.root }
        : undefined,
  }),
};
