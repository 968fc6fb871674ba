import type { AnyActorRef } from 'xstate';
import type { Finding } from '../../system/finding.js';
import type { ActorDirectory } from './actor-directory.js';
import type { ActorKey } from './actor-key.js';
import type { Found } from './messages.js';

/**
 * What the steps of a free run found of others, held against what is so in their places.
 *
 * A step is put in its place when it has ended. What it looked at may have changed meanwhile, by a step of another
 * thread that ended before: what it found is recorded then, so that a replay lets it find the same.
 */
export class FoundByThreads {
  readonly #directory: ActorDirectory;
  /** The states that were shown to the step under way on each thread. */
  readonly #shown = new Map<number, Map<ActorKey, object>>();

  constructor(directory: ActorDirectory) {
    this.#directory = directory;
  }

  /** Notes that a thread was shown the state of an actor. */
  show(thread: number, key: ActorKey, snapshot: object): void {
    const shown = this.#shown.get(thread) ?? new Map<ActorKey, object>();
    this.#shown.set(thread, shown.set(key, snapshot));
  }

  /** What the step that a thread has told found otherwise than it is now, in the order in which it looked. */
  findingsOf(thread: number, found: Found | undefined, root: AnyActorRef): Finding[] {
    const shown = this.#shown.get(thread) ?? new Map<ActorKey, object>();
    this.#shown.delete(thread);
    return [...(found === undefined ? [] : this.#names(found, root)), ...this.#states(shown)];
  }

  #names({ names, isAll, taken }: Found, root: AnyActorRef): Finding[] {
    const { system } = root;
    const found = new Map(names);
    const others = isAll ? Object.keys(system.getAll()).filter((systemId) => !found.has(systemId)) : [];
    return [
      ...[...names, ...others.map((systemId) => [systemId, undefined] as const)]
        .map(([systemId, key]) => ({
          systemId,
          actor: key === undefined ? undefined : this.#directory.find(key),
        }))
        .filter(({ systemId, actor }) => system.get(systemId) !== actor)
        .map((name) => ({ about: 'name' as const, ...name })),
      ...taken
        .filter((systemId) => system.get(systemId) === undefined)
        .map((systemId) => ({ about: 'taken-name' as const, systemId })),
    ];
  }

  #states(shown: ReadonlyMap<ActorKey, object>): Finding[] {
    return [...shown]
      .map(([key, snapshot]) => ({
        about: 'state' as const,
        actor: this.#directory.actorAt({ key }),
        snapshot,
      }))
      .filter(({ actor, snapshot }) => actor.getSnapshot() !== snapshot);
  }
}
