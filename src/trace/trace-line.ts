import type { Endpoint, Envelope } from '../bus/lane.js';
import { ActorRecord } from '../system/actor-record.js';
import type { Effect } from '../system/effect.js';
import type { Arrival, Step } from '../system/step.js';
import { Fault } from '../system/fault.js';
import { Timer } from '../system/timer.js';
import { inputOf, sourceNameOf } from '../system/xstate-seam.js';
import { type AddressOf, canonicalJson } from './canonical-json.js';

/**
 * Writes steps and arrivals as the lines of a trace.
 *
 * An actor's state is written after each of its steps: always its value, and of its context the fields that
 * changed since its last line. So a writer belongs to one run and must be given every step of it.
 */
export class TraceLineWriter {
  readonly #lastContext = new WeakMap<ActorRecord, unknown>();
  readonly #addressOf: AddressOf;

  constructor(addressOf: AddressOf) {
    this.#addressOf = addressOf;
  }

  arrival({ after, envelope }: Arrival): string {
    const { kind, seq, sender, receiver, event, time } = envelope;
    return `{"arrival":${seq},"after":${after},"time":${time},"do":"${kind}"${this.#ends(sender, receiver)},"event":${this.#json(event)}}`;
  }

  step({ index, time, decision, actor, effects }: Step): string {
    const done = effects.map((effect) => this.#effect(effect, actor)).join(',');
    return `{"step":${index},"time":${time},${this.#decision(decision, actor)},"state":${this.#state(actor)},"effects":[${done}]}`;
  }

  #decision(decision: Step['decision'], actor: ActorRecord): string {
    if (decision === undefined) {
      const { address, ref } = actor;
      return `"do":"start","to":${quote(address)},"input":${this.#json(inputOf(ref))}`;
    }
    const ends = this.#ends(decision.sender, decision.receiver);
    const event = `"event":${this.#json(decision.event)}`;
    if (decision instanceof Timer) {
      return `"do":"fire","timer":${quote(decision.id)}${ends},${event}`;
    }
    const envelope = decision instanceof Fault ? decision.envelope : decision;
    const seq = envelope === undefined ? '' : `,"seq":${envelope.seq}`;
    return `"do":"${decision.kind}"${seq}${ends},${event}`;
  }

  #effect(effect: Effect, actor: ActorRecord): string {
    switch (effect.kind) {
      case 'send':
        return this.#send(effect.envelope, actor);
      case 'dead-letter': {
        const { seq, sender, receiver, event } = effect.envelope;
        return `{"effect":"dead-letter","seq":${seq},"reason":"${effect.reason}"${this.#ends(sender, receiver)},"event":${this.#json(event)}}`;
      }
      case 'set-timer': {
        const { id, sender, receiver, due, event } = effect.timer;
        const to = receiver === sender ? '' : `,"to":${quote(receiver.label)}`;
        return `{"effect":"set-timer","timer":${quote(id)}${by(sender, actor)}${to},"due":${due},"type":${quote(event.type)}}`;
      }
      case 'cancel-timer':
        return `{"effect":"cancel-timer","timer":${quote(effect.timer.id)}${by(effect.timer.sender, actor)}}`;
      case 'start': {
        const { label, ref } = effect.actor;
        const source = quote(sourceNameOf(ref) ?? '(inline)');
        if (effect.actor === actor) {
          return `{"effect":"start","actor":${quote(label)},"source":${source}}`;
        }
        return `{"effect":"start","actor":${quote(label)},"source":${source},"input":${this.#json(inputOf(ref))},"state":${this.#state(effect.actor)}}`;
      }
      case 'end':
        return `{"effect":"end","actor":${quote(effect.actor.label)},"status":"${effect.status}"}`;
      case 'emit':
        return `{"effect":"emit"${by(effect.actor, actor)},"event":${this.#json(effect.event)}}`;
      case 'block':
        return `{"effect":"block","ms":${effect.ms}}`;
    }
  }

  /** The event of a send is written where it is delivered; that of a task here, since nobody can make it again. */
  #send({ kind, seq, sender, receiver, event }: Envelope, actor: ActorRecord): string {
    const isTask = sender instanceof ActorRecord && sender.taskKind !== undefined;
    const what = isTask ? `"event":${this.#json(event)}` : `"type":${quote(event.type)}`;
    const stop = kind === 'stop' ? ',"do":"stop"' : '';
    return `{"effect":"send","seq":${seq}${stop}${by(sender, actor)},"to":${quote(receiver.label)},${what}}`;
  }

  #state(actor: ActorRecord): string {
    const snapshot = actor.ref.getSnapshot() as {
      readonly status: string;
      readonly value?: unknown;
      readonly context?: unknown;
      readonly output?: unknown;
      readonly error?: unknown;
    };
    const { status, value, context, output, error } = snapshot;
    const before = this.#lastContext.get(actor);
    this.#lastContext.set(actor, context);
    return this.#json({
      context: context === before ? undefined : changedFields(before, context),
      dropped: droppedFields(before, context),
      error: status === 'error' ? error : undefined,
      output: status === 'done' ? output : undefined,
      status: status === 'active' ? undefined : status,
      value,
    });
  }

  #ends(sender: Endpoint, receiver: Endpoint): string {
    return `,"from":${quote(sender.label)},"to":${quote(receiver.label)}`;
  }

  #json(value: unknown): string {
    return canonicalJson(value, this.#addressOf);
  }
}

/** The fields of a context that are other values than before; a context that is no plain object as a whole. */
function changedFields(before: unknown, context: unknown): unknown {
  if (!isPlainObject(before) || !isPlainObject(context)) {
    return context;
  }
  const changed = Object.entries(context).filter(([key, value]) => value !== before[key]);
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** The names of the fields that a context had before and has no longer; `undefined` when there are none. */
function droppedFields(before: unknown, context: unknown): string[] | undefined {
  if (before === context || !isPlainObject(before) || !isPlainObject(context)) {
    return undefined;
  }
  const dropped = Object.keys(before).filter(
    (key) => before[key] !== undefined && context[key] === undefined,
  );
  return dropped.length === 0 ? undefined : dropped;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function by(sender: Endpoint, actor: ActorRecord): string {
  return sender === actor ? '' : `,"from":${quote(sender.label)}`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
