import { assign, enqueueActions, setup } from 'xstate';
import type { Answer } from './cell.js';

/** Something that a thread asks of a cell or a lock. */
interface Request {
  readonly of: string;
  readonly type: 'read' | 'write' | 'add' | 'await' | 'acquire' | 'release';
  readonly value?: number;
}

/**
 * What a thread does, as straight-line code: each `yield*` of an operation asks an actor, and goes on with its
 * answer. It must depend on those answers alone, because it is run again from the start for each of them.
 */
export type Program = () => Generator<Request, void, number>;

type Operation = Generator<Request, number, number>;

/** The value of a cell. */
export function* read(of: string): Operation {
  return yield { of, type: 'read' };
}

/** Puts a value into a cell. */
export function* write(of: string, value: number): Operation {
  return yield { of, type: 'write', value };
}

/** Adds to a cell in one step, and gives the sum. */
export function* add(of: string, value: number): Operation {
  return yield { of, type: 'add', value };
}

/** Waits until a cell has a value. */
export function* awaitValue(of: string, value: number): Operation {
  return yield { of, type: 'await', value };
}

/** Waits for a lock. */
export function* acquire(of: string): Operation {
  return yield { of, type: 'acquire' };
}

/** Gives a lock back, and goes on without an answer. */
export function* release(of: string): Operation {
  return yield { of, type: 'release' };
}

/** Ends the thread in an error unless something holds. */
export function assertThat(holds: boolean, claim: string): void {
  if (!holds) {
    throw new Error(claim);
  }
}

/** A thread of a program: an actor in `running`, then in `ended`; what it has been answered is its whole memory. */
export function createThread(name: string, program: Program) {
  return setup({
    types: {
      context: {} as { readonly answers: readonly number[] },
      events: {} as Answer,
    },
    actions: {
      takeTheAnswer: assign({ answers: ({ context, event }) => [...context.answers, event.value] }),
      goOn: enqueueActions(({ enqueue, context, system }) => {
        for (const request of runProgram(program, context.answers).requests) {
          const event = { ...request, by: name };
          enqueue.sendTo(system.get(request.of), event);
        }
      }),
    },
    guards: { nothingIsLeft: ({ context }) => runProgram(program, context.answers).isOver },
  }).createMachine({
    id: 'thread',
    context: { answers: [] },
    initial: 'running',
    states: {
      running: {
        entry: 'goOn',
        always: { guard: 'nothingIsLeft', target: 'ended' },
        on: { answer: { target: 'running', reenter: true, actions: 'takeTheAnswer' } },
      },
      ended: {},
    },
  });
}

/** What a program asks after so many answers, up to the next request that has to be answered. */
function runProgram(program: Program, answers: readonly number[]) {
  const left = [...answers];
  const steps = program();
  let requests: Request[] = [];
  let next = steps.next();
  while (next.done !== true) {
    requests.push(next.value);
    if (next.value.type === 'release') {
      next = steps.next(0);
      continue;
    }
    const answer = left.shift();
    if (answer === undefined) {
      return { requests, isOver: false };
    }
    requests = [];
    next = steps.next(answer);
  }
  return { requests, isOver: true };
}
