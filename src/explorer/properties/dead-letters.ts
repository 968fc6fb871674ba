import { type Property, remembersNothing } from '../property.js';

/** The property that no event of the system's own is lost because its receiver has ended. */
export const noDeadLetters: Property = {
  name: 'no dead letters',
  looksAt: () => false,
  watch: () => ({
    afterStep: ({ effects }) => {
      for (const effect of effects) {
        if (effect.kind === 'dead-letter' && !effect.envelope.event.type.startsWith('xstate.')) {
          const { event, from, to } = effect.envelope;
          return {
            message: `${event.type} from ${from} never reached ${to}: ${effect.reason}`,
            address: to,
          };
        }
      }
      return undefined;
    },
    save: remembersNothing,
  }),
};
