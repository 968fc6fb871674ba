import type { AnyActorLogic, AnyStateMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.js';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { scenarios } from '../../src/restaurant/scenarios.js';
import { createRun } from '../../src/scheduler/run.js';
import { recordTrace } from '../../src/trace/trace-recorder.js';

const byThemselves = scenarios.filter(({ defaults }) => defaults.customers.from !== 'terminal');

describe('a compiled restaurant leaves the same trace', () => {
  test.each(byThemselves)('in the scenario $name', async ({ build, defaults }) => {
    const clock = createVirtualClock();
    const { machine, input } = build({ ...defaults }, clock);
    const asItIs = await traceOf(machine, input);
    const compiled = await traceOf(compileAll(machine), input);

    expect(asItIs.length).toBeGreaterThan(10);
    expect(compiled).toEqual(asItIs);
  });
});

async function traceOf(machine: AnyStateMachine, input: unknown): Promise<string[]> {
  const run = createRun(machine as AnyActorLogic, { input, clock: createVirtualClock() } as never);
  const lines: string[] = [];
  const recorder = recordTrace(run, { sink: (line) => lines.push(line) });
  const { hash } = recorder.close(await run.finish());
  return [...lines, hash];
}

/** A machine with all machines below it, compiled. */
function compileAll(machine: AnyStateMachine): AnyStateMachine {
  const actors = Object.entries<unknown>(machine.implementations.actors).map(([name, logic]) => [
    name,
    isMachine(logic) ? compileAll(logic) : logic,
  ]);
  return compile(machine.provide({ actors: Object.fromEntries(actors) } as never));
}

function isMachine(logic: unknown): logic is AnyStateMachine {
  return typeof logic === 'object' && logic !== null && 'root' in logic;
}
