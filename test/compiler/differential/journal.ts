import { isMachineSnapshot } from 'xstate';
import type { AnyActorRef, AnyMachineSnapshot } from 'xstate';

/** How many calls of a machine's own functions one sequence may make, so that a loop comes to an end. */
const FUEL = 60;

/** How often that may be done which could go on and on by itself. */
const SPARE = 8;

/** How many lines a sequence may have before it is broken off: some machines run in circles by themselves. */
const PAPER = 500;

/** Everything that somebody could see of a run, in order, a line each. */
export class Journal {
  readonly lines: string[] = [];
  readonly #sessions = new Map<string, string>();
  #fuel = FUEL;
  #spare = SPARE;
  #paper = PAPER;

  /** Begins a sequence: it may have as many lines and calls as any other. */
  begin(): void {
    this.#fuel = FUEL;
    this.#spare = SPARE;
    this.#paper = this.lines.length + PAPER;
    this.note('begin');
  }

  /** Whether the sequence was broken off. */
  get full(): boolean {
    return this.lines.length > this.#paper;
  }

  /** Writes a line. Session ids are counted anew, since XState counts them over the whole process. */
  note(what: string, ...values: readonly unknown[]): void {
    const line = values.length === 0 ? what : `${what} ${values.map((value) => show(value)).join(' | ')}`;
    this.lines.push(
      line.includes('x:') ? line.replaceAll(/\bx:\d+/g, (session) => this.#nameOf(session)) : line,
    );
  }

  /** Writes down that one of the machine's own functions was called; throws when that happened too often. */
  called(what: string, ...values: readonly unknown[]): void {
    this.note(what, ...values);
    if (--this.#fuel < 0) {
      throw new Error('out of fuel');
    }
  }

  /** Whether something may be done that XState might do again and again by itself. */
  spend(): boolean {
    this.note('watched');
    return --this.#spare > 0;
  }

  #nameOf(session: string): string {
    const known = this.#sessions.get(session) ?? `x:<${this.#sessions.size}>`;
    this.#sessions.set(session, known);
    return known;
  }
}

/** A value as text: actors by their ids, snapshots by what they say, errors by their message. */
export function show(value: unknown, depth = 0): string {
  if (typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'function') {
    return `function ${value.name}`;
  }
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if (value instanceof Error) {
    return `${value.constructor.name}(${value.message})`;
  }
  if (isActor(value)) {
    return `actor ${value.id}`;
  }
  if (isMachineSnapshot(value)) {
    return depth > 3 ? 'snapshot' : inShort(value, depth + 1);
  }
  if (depth > 6) {
    return '...';
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => show(item, depth + 1)).join(', ')}]`;
  }
  if ('transition' in value) {
    return 'logic';
  }
  if (value.constructor !== Object) {
    return value.constructor?.name ?? 'null';
  }
  const entries = Object.entries(value);
  return `{${entries.map(([key, item]) => `${key}: ${show(item, depth + 1)}`).join(', ')}}`;
}

/** What a machine's snapshot says, as far as it changes often. */
function inShort(
  { status, value, context, output, error, children }: AnyMachineSnapshot,
  depth: number,
): string {
  return `${status} ${show(value, depth)} ${show(context, depth)} ${show(output, depth)} ${show(error, depth)} ${Object.keys(children ?? {}).join()}`;
}

/** All that a machine's snapshot says of itself. */
export function summary(snapshot: AnyMachineSnapshot, depth = 0): string {
  const history = Object.entries(snapshot.historyValue ?? {}).map(
    ([id, nodes]) => `${id}=${(nodes as { id: string }[]).map((node) => node.id).join()}`,
  );
  return [
    Object.keys(snapshot).join(),
    snapshot.status,
    show(snapshot.value, depth),
    `context ${show(snapshot.context, depth)}`,
    `output ${show(snapshot.output, depth)}`,
    `error ${show(snapshot.error, depth)}`,
    `nodes ${snapshot._nodes?.map((node) => node.id).join()}`,
    `tags ${[...(snapshot.tags ?? [])].join()}`,
    `history ${history.join(' ')}`,
    `children ${Object.entries(snapshot.children ?? {})
      .map(([id, child]) => `${id}=${showChild(child as AnyActorRef | undefined, depth)}`)
      .join(' ')}`,
    `methods ${[snapshot.matches, snapshot.hasTag, snapshot.can, snapshot.getMeta, snapshot.toJSON]
      .map((method) => method?.name)
      .join()}`,
  ].join('; ');
}

function showChild(child: AnyActorRef | undefined, depth: number): string {
  if (child === undefined) {
    return 'undefined';
  }
  const { _snapshot: snapshot } = child as unknown as { readonly _snapshot: unknown };
  return `${child.id}(${show(snapshot, depth + 2)})`;
}

function isActor(value: object): value is AnyActorRef {
  return 'sessionId' in value && 'send' in value;
}
