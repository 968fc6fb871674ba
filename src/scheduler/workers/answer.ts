import type { AnyActorRef } from 'xstate';
import type { ActorDirectory } from './actor-directory.js';
import type { ActorName } from './actor-key.js';
import type { Answer, Question } from './messages.js';
import { toWire } from './wire.js';

/** What the coordinator answers a thread that asks how things are now. */
export function answerTo(question: Question, root: AnyActorRef, directory: ActorDirectory): Answer {
  const { system } = root;
  switch (question.about) {
    case 'name': {
      const ref = system.get(question.systemId) as AnyActorRef | undefined;
      const entry = ref === undefined ? undefined : directory.entryOf(ref);
      return { about: 'name', actor: entry?.name, lineage: entry?.lineage ?? [] };
    }
    case 'names': {
      const all = Object.entries(system.getAll() as Record<string, AnyActorRef>);
      const named = all.map(([systemId, ref]) => [systemId, directory.nameOf(ref)] as const);
      return {
        about: 'names',
        actors: Object.fromEntries(named.filter((one): one is [string, ActorName] => one[1] !== undefined)),
      };
    }
    case 'snapshot': {
      const snapshot: unknown = directory.actorAt({ key: question.key }).getSnapshot();
      return { about: 'snapshot', snapshot: toWire(snapshot, directory, 'likeness', 'snapshot') };
    }
  }
}
