import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assign, fromPromise, sendTo, setup } from 'xstate';
import { createDebugger, type Debugger, type DebuggerOptions } from '../../src/debugger/create-debugger.js';
import type { Property } from '../../src/explorer/property.js';
import { runSchedule } from '../../src/explorer/schedule-run.js';
import type { SubjectFactory } from '../../src/explorer/subject.js';
import type { SystemView } from '../../src/explorer/system-view.js';
import { scenarioSubject } from '../../src/restaurant/scenario-subject.js';
import { findScenario } from '../../src/restaurant/scenarios.js';
import { canonicalJson } from '../../src/trace/canonical-json.js';
import { drawSystem } from '../explorer/systems/eventful.js';

type Command =
  | { readonly do: 'step' | 'back'; readonly count: number }
  | { readonly do: 'goTo'; readonly decision: number }
  | { readonly do: 'pick'; readonly index: number }
  | { readonly do: 'over' | 'continue' };

const commands: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom('step' as const, 'back' as const),
      count: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({ do: fc.constant('goTo' as const), decision: fc.integer({ min: 0, max: 30 }) }),
    fc.record({ do: fc.constant('pick' as const), index: fc.nat({ max: 5 }) }),
    fc.record({ do: fc.constantFrom('over' as const, 'continue' as const) }),
  ),
  { minLength: 1, maxLength: 10 },
);

async function obey(debug: Debugger, command: Command): Promise<void> {
  switch (command.do) {
    case 'step':
      await debug.step(command.count);
      break;
    case 'back':
      await debug.back(command.count);
      break;
    case 'goTo':
      await debug.goTo(command.decision);
      break;
    case 'pick': {
      const { length } = await debug.choices();
      if (length > 0) {
        await debug.pick(command.index % length);
      }
      break;
    }
    case 'over':
      await debug.over();
      break;
    case 'continue':
      await debug.continue();
      break;
  }
}

/** All that can be seen of a system; ids that a process counts are left out. */
function pictureOf(view: SystemView): string {
  const isActor = (value: object): string | undefined => ('sessionId' in value ? 'an actor' : undefined);
  const actors = view.addresses().map((address) => {
    const { status, output } = view.snapshot(address) as unknown as { status: string; output: unknown };
    return [address, view.lives(address), status, output, view.value(address), view.context(address)];
  });
  const waiting = view
    .waiting()
    .map(({ seq, kind, from, to, event, cause }) => [seq, kind, from, to, event, cause]);
  const timers = view
    .timers()
    .map(({ id, due, order, from, to, cause }) => [id, due, order, from, to, cause]);
  const letters = view.deadLetters().map(({ envelope, reason }) => [envelope.seq, reason]);
  return canonicalJson([view.now, actors, waiting, timers, letters], isActor);
}

/** The same of a run of its own that takes these decisions from the start. */
async function freshPicture(factory: SubjectFactory, decisions: readonly string[], options: DebuggerOptions) {
  let seen: SystemView | undefined;
  let picture = '';
  const looksOn: Property = {
    name: 'looks on',
    looksAt: () => false,
    watch: (view) => {
      seen = view;
      return {};
    },
  };
  const look = (): undefined => {
    picture = pictureOf(seen as SystemView);
  };
  await runSchedule(
    factory,
    {
      pick: (choices, { depth }) => {
        const index = choices.findIndex(({ name }) => name === decisions[depth]);
        return depth === decisions.length || index === -1 ? look() : index;
      },
      ended: look,
    },
    {
      properties: [looksOn],
      lateTimers: options.timers === 'late',
      machines: options.machines ?? 'compiled',
      faults: options.faults ?? {},
      steps: 10_000,
      patience: 1000,
      outlasted: new Set(),
    },
  );
  return picture;
}

/** What is seen behind each command, and what a fresh run shows there. */
async function walk(factory: SubjectFactory, options: DebuggerOptions, given: readonly Command[]) {
  const debug = await createDebugger(factory, options);
  const seen: (readonly [number, string])[] = [];
  const fresh: (readonly [number, string])[] = [];
  for (const command of given) {
    await obey(debug, command);
    const decisions = debug.steps.slice(1).map(({ name }) => name);
    seen.push([debug.stop.decision, pictureOf(debug.view)]);
    fresh.push([decisions.length, await freshPicture(factory, decisions, options)]);
  }
  debug.close();
  return { seen, fresh };
}

function scenarioFactory(name: string): SubjectFactory {
  const scenario = findScenario(name);
  if (scenario === undefined) {
    throw new RangeError(name);
  }
  return scenarioSubject(scenario, scenario.defaults);
}

const settings = fc.record({
  order: fc.constantFrom('fifo' as const, 'random' as const),
  timers: fc.constantFrom('in-turn' as const, 'late' as const),
  seed: fc.nat(),
  checkpointEvery: fc.constantFrom(1, 3, 1000),
});

describe('wherever one goes, the state is that of a fresh run with the same decisions', () => {
  test.each(['two-staff', 'race', 'open-counter'])('in %s', async (name) => {
    const factory = scenarioFactory(name);
    await fc.assert(
      fc.asyncProperty(settings, commands, async (options, given) => {
        const { seen, fresh } = await walk(factory, options, given);
        expect(seen).toEqual(fresh);
      }),
      { numRuns: 25 },
    );
  });

  test('in systems drawn at random, where actors come and go and faults strike', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 200 }), settings, commands, async (seed, options, given) => {
        const [machine, { faults = {} }] = drawSystem(seed);
        const { seen, fresh } = await walk(() => ({ machine }), { ...options, faults }, given);
        expect(seen).toEqual(fresh);
      }),
      { numRuns: 60 },
    );
  });

  test('where a promise stands in the way of going back', async () => {
    const fetch = fromPromise(({ input }: { input: number }) => Promise.resolve(input + 1));
    const asker = setup({
      types: { context: {} as { readonly count: number } },
      actors: { fetch },
    }).createMachine({
      context: { count: 0 },
      initial: 'asking',
      states: {
        asking: {
          invoke: {
            src: 'fetch',
            input: ({ context }) => context.count,
            onDone: [
              { guard: ({ event }) => event.output > 4, target: 'done' },
              { target: 'resting', actions: assign({ count: ({ event }) => event.output }) },
            ],
          },
        },
        resting: { after: { 10: 'asking' } },
        done: { type: 'final' },
      },
    });
    await fc.assert(
      fc.asyncProperty(settings, commands, async (options, given) => {
        const { seen, fresh } = await walk(() => ({ machine: asker }), options, given);
        expect(seen).toEqual(fresh);
      }),
      { numRuns: 15 },
    );
  });
});

test('a context that is changed in place is told, and the way back is a run from the start', async () => {
  const list = setup({ types: { context: {} as { readonly log: string[] } } }).createMachine({
    id: 'list',
    context: () => ({ log: [] }),
    entry: [sendTo(({ self }) => self, { type: 'A' }), sendTo(({ self }) => self, { type: 'B' })],
    on: { '*': { actions: ({ context, event }) => void context.log.push(event.type) } },
  });
  const debug = await createDebugger(() => ({ machine: list }), { checkpointEvery: 1 });
  await debug.step(2);

  await debug.back();

  expect(debug.view.context('list')).toEqual({ log: ['A'] });
});
