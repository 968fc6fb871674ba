import * as fc from 'fast-check';
import { ACTION_KINDS, CHILD_SOURCES, DESCRIPTORS, EVENT_TYPES } from './blueprint.js';
import type {
  ActionBlueprint,
  ActionKind,
  GuardBlueprint,
  InvokeBlueprint,
  MachineBlueprint,
  StateBlueprint,
  StepBlueprint,
  TransitionBlueprint,
} from './blueprint.js';
import { Tape } from './tape.js';

/** A machine, and what happens to several actors of it, one after the other. */
export interface Story {
  readonly machine: MachineBlueprint;
  readonly sequences: readonly (readonly StepBlueprint[])[];
}

/** Machines over all of XState's features with sequences of events, simpler ones as the failure shrinks. */
export const stories: fc.Arbitrary<Story> = fc
  .noBias(
    fc.record({
      machine: fc.uint8Array({ minLength: 800, maxLength: 800 }),
      sequences: fc.array(fc.uint8Array({ minLength: 60, maxLength: 60 }), {
        minLength: 1,
        maxLength: 7,
        size: 'max',
      }),
    }),
  )
  .map(({ machine, sequences }) => ({
    machine: readMachine(new Tape(machine)),
    sequences: sequences.map((steps) => readSteps(new Tape(steps))),
  }));

const DEEPEST = 3;
const HEALTHY_SOURCES = CHILD_SOURCES.slice(0, 4);
const KEYS = ['a', 'b', 'c', 'd'];

function readMachine(tape: Tape): MachineBlueprint {
  const dynamicContext = tape.chance(128);
  const maxIterations = tape.chance(16) ? 1 + tape.below(6) : 0;
  const provided = tape.chance(64);
  const compiledChildren = tape.chance(128);
  return { root: readState(tape, 'm', 'm', 0), dynamicContext, maxIterations, provided, compiledChildren };
}

function readState(tape: Tape, key: string, path: string, depth: number): StateBlueprint {
  const type = readType(tape, depth);
  const id = depth > 0 && tape.chance(30) ? `${path.replaceAll('.', '-')}!` : path;
  const inner = type === 'compound' || type === 'parallel';
  const active = type !== 'history';
  const state = {
    key,
    id,
    type,
    deep: type === 'history' && tape.chance(128),
    otherwise: type === 'history' && tape.chance(128) ? '' : undefined,
    initial: inner ? tape.below(8) : 0,
    on: active
      ? Array.from({ length: 2 + tape.below(3) }, () => ({
          descriptor: tape.pick(DESCRIPTORS),
          transitions: [readTransition(tape), ...(tape.chance(60) ? [readTransition(tape)] : [])],
        }))
      : [],
    initialActions: type === 'compound' && tape.chance(40) ? readActions(tape) : [],
    always: active && tape.chance(35) ? [readTransition(tape)] : [],
    after:
      active && tape.chance(40)
        ? [{ delay: tape.pick(['5', '10', 'soon', 'computed']), transition: readTransition(tape) }]
        : [],
    onDone: inner && tape.chance(90) ? [readTransition(tape)] : [],
    entry: active ? readActions(tape) : [],
    exit: active ? readActions(tape) : [],
    invoke: active && tape.chance(45) ? [readInvoke(tape), ...tape.list(1, () => readInvoke(tape))] : [],
    tags: tape.chance(60) ? [tape.pick(['red', 'green']), 'lit'] : [],
    meta: tape.chance(50),
    output:
      depth === 0 || type === 'final'
        ? tape.pick(['none', 'static', 'computed', tape.chance(40) ? 'throws' : 'none'] as const)
        : ('none' as const),
  };
  const count = inner ? 2 + tape.below(depth === 0 ? 3 : 2) : 0;
  const children = Array.from({ length: count }, (_, index) => {
    const child = tape.chance(12) ? `${index}` : KEYS[index]!;
    return readState(tape, child, `${path}.${child}`, depth + 1);
  });
  // A state of nothing but history states would have no beginning, and one that leads to itself no end.
  const real = children.find((child) => child.type !== 'history');
  return {
    ...state,
    states: children.map((child, index) =>
      real === undefined && index === 0
        ? { ...child, type: 'atomic' as const, otherwise: undefined }
        : { ...child, otherwise: child.otherwise === undefined ? undefined : (real ?? children[0]!).key },
    ),
  };
}

function readType(tape: Tape, depth: number): StateBlueprint['type'] {
  if (depth === 0) {
    return tape.chance(70) ? 'parallel' : tape.chance(6) ? 'atomic' : 'compound';
  }
  const simple = ['atomic', 'atomic', 'atomic', 'final', 'final', 'history'] as const;
  const nested = ['compound', 'compound', 'parallel'] as const;
  return depth < DEEPEST && tape.chance(110) ? tape.pick(nested) : tape.pick(simple);
}

function readTransition(tape: Tape): TransitionBlueprint {
  return {
    targets: tape.chance(190) ? [tape.below(256), ...(tape.chance(20) ? [tape.below(256)] : [])] : [],
    reenter: tape.chance(60),
    guard: tape.chance(80) ? readGuard(tape, 0) : undefined,
    actions: readActions(tape),
  };
}

function readGuard(tape: Tape, depth: number): GuardBlueprint {
  if (tape.chance(5)) {
    return { is: tape.pick(['nothing', 'missing', 'throws'] as const) };
  }
  if (depth < 2 && tape.chance(70)) {
    const is = tape.pick(['not', 'and', 'or'] as const);
    const of = Array.from({ length: is === 'not' ? 1 : 2 }, () => readGuard(tape, depth + 1));
    return { is, of };
  }
  if (tape.chance(40)) {
    return { is: 'in', state: tape.below(256), by: tape.pick(['id', 'value', 'path'] as const) };
  }
  if (tape.chance(20)) {
    return { is: tape.pick(['combined', 'alias'] as const) };
  }
  return {
    is: tape.pick(['inline', 'named', 'static', 'dynamic'] as const),
    modulus: 1 + tape.below(4),
  };
}

function readActions(tape: Tape): ActionBlueprint[] {
  return tape.chance(110) ? [readAction(tape, 0), ...tape.list(1, () => readAction(tape, 0))] : [];
}

function readAction(tape: Tape, depth: number): ActionBlueprint {
  return {
    does: readKind(tape, depth),
    form: tape.below(64),
    what: tape.below(64),
    inner: depth < 2 && tape.chance(128) ? tape.list(2, () => readAction(tape, depth + 1)) : [],
  };
}

function readKind(tape: Tape, depth: number): ActionKind {
  const failing = ACTION_KINDS.indexOf('missing');
  const kind = tape.chance(5)
    ? ACTION_KINDS[failing + tape.below(ACTION_KINDS.length - failing)]!
    : ACTION_KINDS[tape.below(failing)]!;
  return depth > 1 && kind === 'enqueue' ? 'custom' : kind;
}

function readInvoke(tape: Tape): InvokeBlueprint {
  return {
    source: tape.pick(tape.chance(60) ? CHILD_SOURCES : HEALTHY_SOURCES),
    inline: tape.chance(60),
    id: tape.chance(160) ? tape.pick(['kid', 'kin', 'spawned0']) : undefined,
    systemId: tape.chance(30) ? tape.pick(['one', 'two']) : undefined,
    input: tape.pick(['none', 'static', 'computed'] as const),
    onDone: tape.chance(100) ? [readTransition(tape)] : [],
    onError: tape.chance(170) ? [readTransition(tape)] : [],
    onSnapshot: tape.chance(40) ? [readTransition(tape)] : [],
  };
}

function readSteps(tape: Tape): StepBlueprint[] {
  return Array.from({ length: 5 + tape.below(9) }, (): StepBlueprint => {
    if (tape.chance(190)) {
      return { step: 'send', type: tape.pick(EVENT_TYPES), amount: tape.below(5) };
    }
    if (tape.chance(110)) {
      return { step: 'advance', by: tape.pick([5, 10, 25]) };
    }
    if (tape.chance(100)) {
      return { step: 'tell', child: tape.below(4), type: tape.pick(['work', 'finish', 'fail', 'ask']) };
    }
    if (tape.chance(60)) {
      return { step: 'route', to: tape.below(8) };
    }
    if (tape.chance(90)) {
      return { step: 'restore' };
    }
    return tape.chance(128)
      ? { step: 'look', type: tape.pick(EVENT_TYPES) }
      : { step: 'predict', type: tape.pick(EVENT_TYPES) };
  });
}
