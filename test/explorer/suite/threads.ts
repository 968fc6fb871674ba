import { createMachine } from 'xstate';
import type { ExploreOptions } from '../../../src/explorer/explore-options.js';
import type { Property } from '../../../src/explorer/property.js';
import type { SubjectFactory } from '../../../src/explorer/subject.js';
import { cell } from './cell.js';
import { lock } from './lock.js';
import { createThread, type Program } from './thread.js';

/** A program of threads with shared memory. Each name is that of an actor, too. */
export interface SharedMemoryProgram {
  /** The shared variables, with their values at the start. */
  readonly cells?: Readonly<Record<string, number>>;
  readonly locks?: readonly string[];
  readonly threads: Readonly<Record<string, Program>>;
}

/** The system of actors that a program of threads is: one for each cell, lock and thread. */
export function threads({ cells = {}, locks = [], threads: programs }: SharedMemoryProgram): SubjectFactory {
  const machine = createMachine({
    id: 'program',
    invoke: [
      ...Object.entries(cells).map(([name, input]) => ({ src: cell, id: name, systemId: name, input })),
      ...locks.map((name) => ({ src: lock, id: name, systemId: name })),
      ...Object.entries(programs).map(([name, program]) => ({
        src: createThread(name, program),
        id: name,
        systemId: name,
      })),
    ],
  });
  return () => ({ machine });
}

/** That each thread comes to its end: where one waits for ever, it is a deadlock. */
const everyThreadEnds: Property = {
  name: 'every thread ends',
  looksAt: () => false,
  watch: (view) => ({
    atEnd: () => {
      const stuck = view.addresses().filter((address) => view.value(address) === 'running');
      return stuck.length === 0 ? undefined : { message: `${stuck.join(', ')} wait for ever` };
    },
  }),
};

/** What is to hold of every program of threads: none breaks a claim of its own, and each comes to its end. */
export const threadsHold: ExploreOptions = { noErrors: 'all', properties: [everyThreadEnds] };
