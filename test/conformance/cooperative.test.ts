import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import { describeAnySystem } from './describe-any-system.js';
import { describeScheduler } from './describe-scheduler.js';

describeScheduler('cooperative scheduler in FIFO order', () => createCooperativeScheduler(), { seeds: [1] });

describeScheduler(
  'cooperative scheduler in random order',
  () => createCooperativeScheduler({ order: 'random' }),
  {
    seeds: [1, 2, 3, 20_260],
  },
);

describeAnySystem('cooperative scheduler', (order) => createCooperativeScheduler({ order }));
