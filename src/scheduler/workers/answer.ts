import type { AnyActorRef } from 'xstate';
import type { ActorDirectory } from './actor-directory.js';
import type { ActorName } from './actor-key.js';
import type { FoundByThreads } from './found.js';
import type { Answer } from './messages.js';
import type { NameClaims } from './name-claims.js';
import type { Asked } from './thread-calls.js';
import { toWire } from './wire.js';

/** What the coordinator answers a thread that asks how things are now. */
export function answerTo(
  { question, thread, turn }: Asked,
  root: AnyActorRef,
  directory: ActorDirectory,
  claims: NameClaims,
  found: FoundByThreads,
): Answer {
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
      const snapshot = directory.actorAt({ key: question.key }).getSnapshot() as object;
      if (turn.in === 'free-step') {
        found.show(thread, question.key, snapshot);
      }
      return { about: 'snapshot', snapshot: toWire(snapshot, directory, 'likeness', 'snapshot') };
    }
    case 'claim': {
      const { systemId, isReleased } = question;
      const isFree = isReleased || system.get(systemId) === undefined;
      // What the coordinator asked for is done again here before anybody else is answered.
      const isGranted =
        isFree &&
        (turn.in === 'request' ? !claims.isTaken(systemId, thread) : claims.claim(systemId, thread));
      return { about: 'claim', isGranted };
    }
  }
}
