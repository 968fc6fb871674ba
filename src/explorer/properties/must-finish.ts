import type { Property } from '../property.js';
import type { SystemView } from '../system-view.js';

/** The property that the root ends: a run that comes to rest before is a deadlock. */
export const mustFinish: Property = {
  name: 'must finish',
  looksAt: () => false,
  watch: (view) => ({
    atEnd: (end) =>
      end === 'at-rest'
        ? {
            message: `the system came to rest and ${view.root} is not done; ${whoIsLeft(view)}`,
            address: view.root,
          }
        : undefined,
  }),
};

function whoIsLeft(view: SystemView): string {
  const tasks = new Set(view.pendingTasks().map(({ address }) => address));
  const left = view.addresses().filter((address) => address !== view.root && view.lives(address));
  if (left.length === 0) {
    return `it stays in ${JSON.stringify(view.value(view.root))}`;
  }
  const states = left.map((address) =>
    tasks.has(address)
      ? `${address} (a task that has not settled)`
      : `${address} in ${JSON.stringify(view.value(address))}`,
  );
  return `what lives: ${states.join(', ')}`;
}
