/** What an actor shows of itself, as plain data. */
export interface ActorState {
  /** The states that a machine is in, `cooking` or `open.idle & till.shut`; of another actor, its status. */
  readonly state: string;
  /** The context of a machine, or of a transition function. */
  readonly context: unknown;
}

/** Between regions side by side. */
const AND = ' & ';

/** Reads a snapshot; `undefined` where there is none. */
export function actorStateOf(snapshot: unknown): ActorState | undefined {
  if (typeof snapshot !== 'object' || snapshot === null) {
    return undefined;
  }
  const { value, context, status } = snapshot as Partial<Record<string, unknown>>;
  const name = value === undefined ? '' : statePath(value);
  return { state: withStatus(name, String(status)), context };
}

/** What is over is said beside the final state that it ended in; an error leaves no state that still counts. */
function withStatus(name: string, status: string): string {
  if (status === 'active') {
    return name;
  }
  return status === 'done' && name !== '' ? `${name}, done` : status;
}

/** A state value in one line: a path, or several joined by `&` for regions side by side. */
function statePath(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  return Object.entries(value)
    .map(([key, inner]) => [key, statePath(inner)].filter((part) => part !== '').join('.'))
    .join(AND);
}

/** An actor before and after a step. */
export interface Change {
  readonly before: ActorState | undefined;
  readonly after: ActorState | undefined;
  /** Whether the actor did not take the event. */
  readonly isIgnored: boolean;
}

/**
 * How a step changed an actor: `looking → taking`; where the state is the same, what changed in the context:
 * `value: 0 → 1`. Where nothing changed, the state alone.
 */
export function changeText({ before, after, isIgnored }: Change): string {
  if (before === undefined || after === undefined) {
    return (after ?? before)?.state ?? '';
  }
  if (isIgnored) {
    return `${after.state} (not taken)`.trimStart();
  }
  if (before.state !== after.state) {
    return before.state === '' ? after.state : regionChange(before.state, after.state);
  }
  const changes = contextChanges(before.context, after.context);
  return changes.length === 0 ? after.state : changes.join(', ');
}

/** Of regions side by side only those that changed. */
function regionChange(before: string, after: string): string {
  const [left, right] = [before.split(AND), after.split(AND)];
  const only = (regions: string[], others: string[]): string =>
    regions.filter((region) => !others.includes(region)).join(AND);
  return `${only(left, right)} → ${only(right, left)}`;
}

function contextChanges(before: unknown, after: unknown): string[] {
  if (before === after) {
    return [];
  }
  if (!isRecord(before) || !isRecord(after)) {
    return [`${valueText(before)} → ${valueText(after)}`];
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => valueText(before[key]) !== valueText(after[key]))
    .map((key) => `${key}: ${valueText(before[key])} → ${valueText(after[key])}`);
}

/** A value in a few words: a list by its length where it holds more than plain values. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) {
    const isPlain = value.every((item) => typeof item !== 'object');
    return isPlain ? `[${value.map(valueText).join(' ')}]` : `[${value.length}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return 'sessionId' in value ? 'an actor' : recordText(value);
  }
  return typeof value === 'string' ? value : String(value);
}

function recordText(value: object): string {
  const fields = Object.entries(value).map(([key, inner]) =>
    typeof inner === 'object' && inner !== null ? `${key} …` : `${key} ${String(inner)}`,
  );
  return `{${fields.join(', ')}}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
