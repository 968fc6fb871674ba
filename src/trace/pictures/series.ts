import { PictureError } from './picture-error.js';
import { addressOf } from './section.js';
import type { StoryStep } from './trace-story.js';

/** The most names that are remembered in order to suggest one. */
const MOST_KNOWN = 1000;

/**
 * A number that an actor shows over time, by its name:
 * - `kitchen.queue`: a field of its context, a number or by its length a list; deeper fields follow as in `a.b.c`;
 * - `kitchen@queue.changed.waiting`: a field of the events of a type that it emits.
 */
export class Series {
  #value: number | undefined;
  /** Whether it ever had a value. */
  #wasFound = false;
  readonly #known = new Set<string>();

  /** @param isRequired - whether a trace without it is not what was meant */
  constructor(
    readonly name: string,
    readonly isRequired = true,
  ) {}

  /** The value behind a step where the step has changed it; to be asked of every step of the trace. */
  read(step: StoryStep): number | undefined {
    if (this.isRequired && !this.#wasFound) {
      this.#learn(step);
    }
    const value = this.#valueIn(step);
    if (value === undefined || value === this.#value) {
      return undefined;
    }
    this.#wasFound = true;
    this.#known.clear();
    this.#value = value;
    return value;
  }

  /** To be called at the end of the trace; throws a {@link PictureError} where it is required and the trace has none of its name. */
  check(): void {
    if (this.isRequired && !this.#wasFound) {
      throw new PictureError(
        'unknown-series',
        `nothing in the trace is called "${this.name}"; a series is an address with a field of its context, ` +
          'as in kitchen.queue, or with a field of what it emits, as in kitchen@queue.changed.waiting',
        this.name,
        [...this.#known],
      );
    }
  }

  #valueIn({ to, after, started, effects }: StoryStep): number | undefined {
    let found = this.#ofContext(to, after.context);
    for (const { label, state } of started) {
      found = this.#ofContext(label, state.context) ?? found;
    }
    for (const effect of effects) {
      if (effect.effect === 'emit') {
        const { type, ...fields } = effect.event;
        found = this.#fieldBehind(`${addressOf(effect.from ?? to)}@${type}.`, fields) ?? found;
      }
    }
    return found;
  }

  #ofContext(label: string, context: unknown): number | undefined {
    return this.#fieldBehind(`${addressOf(label)}.`, context);
  }

  #fieldBehind(prefix: string, fields: unknown): number | undefined {
    return this.name.startsWith(prefix) ? sizeOf(fieldAt(fields, this.name.slice(prefix.length))) : undefined;
  }

  #learn({ to, after, started, effects }: StoryStep): void {
    this.#learnFields(`${addressOf(to)}.`, after.context);
    for (const { label, state } of started) {
      this.#learnFields(`${addressOf(label)}.`, state.context);
    }
    for (const effect of effects) {
      if (effect.effect === 'emit') {
        this.#learnFields(`${addressOf(effect.from ?? to)}@${effect.event.type}.`, effect.event);
      }
    }
  }

  #learnFields(prefix: string, fields: unknown): void {
    if (typeof fields !== 'object' || fields === null || this.#known.size >= MOST_KNOWN) {
      return;
    }
    for (const [key, value] of Object.entries(fields)) {
      if (sizeOf(value) !== undefined) {
        this.#known.add(prefix + key);
      }
    }
  }
}

function fieldAt(fields: unknown, path: string): unknown {
  let value = fields;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
      return undefined;
    }
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

function sizeOf(value: unknown): number | undefined {
  if (Array.isArray(value)) {
    return value.length;
  }
  return typeof value === 'number' ? value : undefined;
}
