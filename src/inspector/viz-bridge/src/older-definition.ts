type Json = Readonly<Record<string, unknown>>;

/** The definition of a state or a machine in XState 5, as JSON: functions are objects with their names as `type`. */
export interface Definition extends Json {
  readonly id?: string;
  readonly type?: string;
  readonly initial?: unknown;
  readonly on?: Json;
  readonly states?: Readonly<Record<string, Definition>>;
}

/** What reads the same in both. */
const COMMON = ['id', 'type', 'history', 'target', 'tags', 'description', 'meta'];

/** The definition of a machine in the words of XState 4; what has no words there is left out. */
export function olderDefinition(state: Definition): object {
  const { initial, on, after, always, onDone, invoke, entry, exit, states } = state;
  return withoutGaps({
    ...Object.fromEntries(COMMON.map((key) => [key, state[key]])),
    initial: isObject(initial) ? initial['target'] : initial,
    on: isObject(on) ? eachOf(on, transitions) : undefined,
    after: isObject(after) ? eachOf(after, transitions) : undefined,
    always: always === undefined ? undefined : transitions(always),
    onDone: onDone === undefined ? undefined : transitions(onDone),
    invoke: listOf(invoke).map(invocation),
    entry: listOf(entry).map(named),
    exit: listOf(exit).map(named),
    states:
      states === undefined ? undefined : eachOf(states, (inner) => olderDefinition(inner as Definition)),
  });
}

function transitions(config: unknown): object[] {
  return listOf(config).map((each) => {
    if (!isObject(each)) {
      return { target: each };
    }
    const { target, actions, guard, reenter, description } = each;
    return withoutGaps({
      target,
      description,
      actions: listOf(actions).map(named),
      cond: guard === undefined ? undefined : named(guard),
      // Without it, XState 4 would leave and enter a state again where XState 5 stays.
      internal: reenter === true ? false : undefined,
    });
  });
}

function invocation(config: unknown): object {
  const { id, src, onDone, onError } = isObject(config) ? config : {};
  return withoutGaps({
    id,
    src: nameOf(src),
    onDone: onDone === undefined ? undefined : transitions(onDone),
    onError: onError === undefined ? undefined : transitions(onError),
  });
}

/** An action or a guard by its name. */
function named(config: unknown): object {
  const params = isObject(config) && isObject(config['params']) ? config['params'] : {};
  return { ...params, type: nameOf(config) };
}

function nameOf(config: unknown): string {
  const name = isObject(config) ? config['type'] : config;
  return typeof name === 'string' && name !== '' ? name : '(inline)';
}

function eachOf(fields: Json, change: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value)]));
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without what is not there. */
function withoutGaps(fields: Json): object {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
