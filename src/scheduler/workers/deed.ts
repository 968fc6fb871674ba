import type { AsyncTaskKind } from '../../system/async-task.js';
import type { ActorKey } from './actor-key.js';
import type { SnapshotChange } from './snapshot-change.js';
import type { Wire } from './wire.js';

/**
 * One thing that a hosted actor did during a step, in the order in which it did them.
 *
 * The coordinator does each again in the actor's name. What XState does by itself when an actor ends, or reports its
 * snapshots to its parent, is not among them: it does so there as well.
 */
export type Deed =
  /** A child was created; what is done until `created` belongs to its initial state. */
  | {
      readonly do: 'create';
      readonly key: ActorKey;
      readonly parent: ActorKey;
      readonly id: string;
      readonly systemId: string | undefined;
      readonly src: string | undefined;
      readonly input: Wire;
      readonly task: { readonly kind: AsyncTaskKind; readonly name: string } | undefined;
      readonly syncSnapshot: boolean;
    }
  | { readonly do: 'created'; readonly key: ActorKey; readonly change: SnapshotChange }
  /** A child was started; what is done until `started` belongs to its start. */
  | { readonly do: 'start'; readonly key: ActorKey }
  | { readonly do: 'started'; readonly key: ActorKey; readonly error?: Wire }
  | {
      readonly do: 'send';
      readonly from: ActorKey | undefined;
      readonly to: ActorKey;
      readonly event: Wire;
    }
  | {
      readonly do: 'set-timer';
      readonly from: ActorKey;
      readonly to: ActorKey;
      readonly event: Wire;
      readonly delay: number;
      readonly id: string | undefined;
    }
  | { readonly do: 'cancel-timer'; readonly from: ActorKey; readonly id: string }
  /** In a free run: the timers that an actor gives up as it ends; others of its have fired elsewhere. */
  | { readonly do: 'end-timers'; readonly from: ActorKey; readonly ids: readonly string[] }
  | { readonly do: 'stop'; readonly key: ActorKey }
  | { readonly do: 'release-name'; readonly key: ActorKey }
  | { readonly do: 'emit'; readonly from: ActorKey; readonly event: Wire }
  | { readonly do: 'log'; readonly from: ActorKey; readonly args: Wire }
  | { readonly do: 'block'; readonly ms: number };

/** What came of a step of a hosted actor. */
export interface Did {
  readonly deeds: readonly Deed[];
  /** What the step made of the actor's state. */
  readonly change: SnapshotChange;
}
