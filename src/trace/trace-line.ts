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
  readonly #written = new WeakMap<ActorRecord, WrittenContext>();
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
        return `{"effect":"set-timer","timer":${quote(id)}${by(sender, actor)}${to},"due":${this.#json(due)},"type":${quote(event.type)}}`;
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
      case 'found-name': {
        const { systemId, holder } = effect;
        const who = typeof holder === 'string' ? 'null' : quote(holder.label);
        const taken = holder === 'taken' ? ',"taken":true' : '';
        return `{"effect":"found-name","name":${quote(systemId)},"holder":${who}${taken}}`;
      }
      case 'found-state': {
        const { context, error, output, status, value } = effect.snapshot as Record<string, unknown>;
        const state = this.#json({ context, error, output, status, value });
        return `{"effect":"found-state","actor":${quote(effect.actor.label)},"state":${state}}`;
      }
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
    const rest = this.#json({
      error: status === 'error' ? error : undefined,
      output: status === 'done' ? output : undefined,
      status: status === 'active' ? undefined : status,
      value,
    });
    const news = [...this.#newsOfContext(actor, context), rest.slice(1, -1)].filter((part) => part !== '');
    return `{${news.join(',')}}`;
  }

  /**
   * What is new about a context since the actor's last line. A field is new when its text is another, not when its
   * value is another object: a replay makes other objects of the same text.
   */
  #newsOfContext(actor: ActorRecord, context: unknown): string[] {
    const before = this.#written.get(actor);
    if (context === before?.context || context === undefined) {
      return [];
    }
    const fields = isPlainObject(context) ? this.#fieldsOf(context, before) : undefined;
    const whole = fields === undefined ? this.#json(context) : undefined;
    this.#written.set(actor, { context, fields, whole });
    if (fields === undefined || before?.fields === undefined) {
      return whole !== undefined && whole === before?.whole
        ? []
        : [`"context":${whole ?? this.#json(context)}`];
    }
    const old = before.fields;
    const changed = [...fields].filter(([key, text]) => old.get(key) !== text);
    const dropped = [...old.keys()].filter((key) => !fields.has(key));
    return [
      changed.length === 0
        ? ''
        : `"context":{${changed.map(([key, text]) => `${quoteKey(key)}:${text}`).join(',')}}`,
      dropped.length === 0 ? '' : `"dropped":${this.#json(dropped)}`,
    ];
  }

  /** The text of each field that has a value, by its name, in the order of names. */
  #fieldsOf(context: Record<string, unknown>, before: WrittenContext | undefined): Map<string, string> {
    const beforeContext = isPlainObject(before?.context) ? before.context : {};
    const fields = new Map<string, string>();
    for (const key of Object.keys(context).sort()) {
      const value = context[key];
      if (value !== undefined) {
        const known = value === beforeContext[key] ? before?.fields?.get(key) : undefined;
        fields.set(key, known ?? this.#json(value));
      }
    }
    return fields;
  }

  #ends(sender: Endpoint, receiver: Endpoint): string {
    return `,"from":${quote(sender.label)},"to":${quote(receiver.label)}`;
  }

  #json(value: unknown): string {
    return canonicalJson(value, this.#addressOf);
  }
}

/** An actor's context as it was last written. */
interface WrittenContext {
  readonly context: unknown;
  /** The text of each field, where the context is a plain object. */
  readonly fields: ReadonlyMap<string, string> | undefined;
  /** The text of the whole, where it is none. */
  readonly whole: string | undefined;
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

/** A field's name as canonical JSON writes it. */
function quoteKey(key: string): string {
  return quote(key.startsWith('$') ? `$${key}` : key);
}
