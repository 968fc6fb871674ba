import { makeSubject } from '../subject.js';
import { factoryFrom } from './module-factory.js';

// Loaded by URL on each thread, with what to make behind it: a thread cannot be sent a function, and waits for none.
const { searchParams } = new URL(import.meta.url);
const argument = searchParams.get('argument');
const factory = await factoryFrom(searchParams.get('module') ?? '', {
  factory: searchParams.get('factory') ?? '',
  ...(argument === null ? {} : { argument: JSON.parse(argument) as unknown }),
});

/** The machine of a system that a module makes. */
export const { machine } = makeSubject(factory);
