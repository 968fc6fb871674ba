import type { AnyActorRef, EventObject } from 'xstate';
import type { ControlledSystem } from '../../system/controlled-system.js';
import { emitAs } from '../../system/thread-seam.js';
import { parentOf } from '../../system/xstate-seam.js';
import type { ActorDirectory } from './actor-directory.js';
import type { ActorKey } from './actor-key.js';
import { fromWire } from './from-wire.js';
import type { News } from './messages.js';
import type { ThreadCalls } from './thread-calls.js';

/** What asynchronous tasks on threads send and emit between two steps, done in their names on the coordinator. */
export class TaskNews {
  readonly #directory: ActorDirectory;
  readonly #calls: ThreadCalls;
  /** When each task was started, in the order of starts. */
  readonly #starts = new Map<ActorKey, number>();
  /** What waits until all threads have looked at their tasks. */
  #held: News[] | undefined;
  system: ControlledSystem | undefined;

  constructor(directory: ActorDirectory, calls: ThreadCalls) {
    this.#directory = directory;
    this.#calls = calls;
  }

  started(key: ActorKey): void {
    this.#starts.set(key, this.#starts.size);
  }

  hear(news: News): void {
    if (news.news === 'settled') {
      this.#calls.settled(news.thread, news.round);
    } else if (this.#held === undefined) {
      this.take(news);
    } else {
      this.#held.push(news);
    }
  }

  /** Gives the tasks their turn, and takes what they sent in the order of their starts. */
  async settle(): Promise<void> {
    this.#held = [];
    await this.#calls.settle();
    const held = this.#held;
    this.#held = undefined;
    const startOf = ({ from }: { readonly from?: ActorKey | undefined }): number =>
      (from === undefined ? undefined : this.#starts.get(from)) ?? Number.POSITIVE_INFINITY;
    for (const news of held.sort((a, b) => startOf(a as never) - startOf(b as never))) {
      this.take(news);
    }
  }

  take(news: News): void {
    switch (news.news) {
      case 'sent': {
        const event = fromWire(news.event, this.#directory) as EventObject;
        const target = this.#directory.actorAt({ key: news.to });
        const source = news.from === undefined ? undefined : this.#directory.actorAt({ key: news.from });
        if (source === undefined) {
          this.system?.send(target, event);
        } else if (!isOverdue(source, target)) {
          this.system?.sendAs(source, target, event);
        }
        break;
      }
      case 'emitted':
        emitAs(
          this.#directory.actorAt({ key: news.from }),
          fromWire(news.event, this.#directory) as EventObject,
        );
        break;
      case 'settled':
        break;
    }
  }
}

/** Whether a task was stopped before its word came: one that is told of its stop sends no more to itself or its parent. */
function isOverdue(task: AnyActorRef, target: AnyActorRef): boolean {
  const { status } = task.getSnapshot() as { readonly status: string };
  return status !== 'active' && (target === task || target === parentOf(task));
}
