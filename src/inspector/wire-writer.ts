import type { ActorRecord } from '../system/actor-record.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import type { Step } from '../system/step.js';
import { addressesIn } from '../trace/trace-recorder.js';
import type { AddressOf } from '../trace/canonical-json.js';
import { definitionText } from './definition-text.js';
import type { KnownActor } from './known-actor.js';
import { MOST_SHOWN, readableData } from './readable-data.js';
import {
  type ActorMessage,
  type EventMessage,
  type SnapshotMessage,
  WIRE_VERSION,
  type WireSnapshot,
} from './wire-message.js';

/** Says what is in a system, and what happens there, in the words of `@statelyai/inspect`. */
export class WireWriter {
  readonly #addressOf: AddressOf;
  readonly #rootId: string;

  constructor(system: ControlledSystem) {
    this.#addressOf = addressesIn(system);
    this.#rootId = system.addressOf(system.root as never) ?? system.root.id;
  }

  actor({ record, since }: KnownActor): ActorMessage {
    return {
      type: '@xstate.actor',
      name: record.label,
      ...this.#base(record.label, since),
      id: null,
      parentId: record.parent?.label,
      definition: definitionText(record.ref),
      snapshot: this.#snapshot(record),
    };
  }

  /** The event of a step; none has the start of the system. */
  event({ index, time, decision, actor }: Step): EventMessage | undefined {
    if (decision === undefined) {
      return undefined;
    }
    const { sender, event } = decision;
    return {
      type: '@xstate.event',
      ...this.#base(actor.label, time),
      id: String(index),
      // From outside comes what no actor sent.
      sourceId: 'ref' in sender ? sender.label : undefined,
      event: this.#event(event),
    };
  }

  snapshot({ record, time, event }: KnownActor): SnapshotMessage {
    return {
      type: '@xstate.snapshot',
      ...this.#base(record.label, time),
      id: null,
      event: this.#event(event),
      snapshot: this.#snapshot(record),
    };
  }

  #base(label: string, time: number) {
    return { _version: WIRE_VERSION, rootId: this.#rootId, sessionId: label, createdAt: String(time) };
  }

  #event(event: { readonly type: string }): { readonly type: string } {
    return readableData(event, this.#addressOf, MOST_SHOWN) as { readonly type: string };
  }

  #snapshot({ ref }: ActorRecord): WireSnapshot {
    const { status, value, context, output, error, tags, children } =
      ref.getSnapshot() as Partial<WireSnapshot> & { readonly status: string };
    return readableData(
      { status, value, context, output, error, tags, children },
      this.#addressOf,
      MOST_SHOWN,
    ) as WireSnapshot;
  }
}
