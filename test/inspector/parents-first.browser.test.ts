import { describe, expect, onTestFinished, test } from 'vitest';
import { setup } from 'xstate';
import { createInspector } from '../../src/inspector/create-inspector.js';
import { createRun } from '../../src/scheduler/run.js';
import { type Watcher, watchAt } from './watcher.js';

/** A mother who has a daughter when she is told to, and a granddaughter with her. */
const granddaughter = setup({}).createMachine({ id: 'granddaughter', on: { hello: {} } });
const daughter = setup({ actors: { granddaughter } }).createMachine({
  id: 'daughter',
  invoke: { src: 'granddaughter', id: 'granddaughter', systemId: 'granddaughter' },
  on: { hello: {} },
});
const mother = setup({ actors: { daughter } }).createMachine({
  id: 'mother',
  initial: 'alone',
  states: {
    alone: { on: { bear: 'withDaughter' } },
    withDaughter: { invoke: { src: 'daughter', id: 'daughter', systemId: 'daughter' } },
  },
});

async function inspectedFamily() {
  const run = createRun(mother);
  const inspector = await createInspector(run.system, { port: 0 });
  onTestFinished(() => inspector.close());
  const tell = async (name: string, type: string) => {
    run.system.send(name, { type });
    await run.finish();
  };
  return { inspector, tell };
}

/** Who is introduced, in order, each with the parent whom the page is told. */
const introduced = ({ messages }: Watcher) =>
  messages.flatMap((message) =>
    message.type === '@xstate.actor' ? [`${message.sessionId} of ${message.parentId ?? 'nobody'}`] : [],
  );

const family = ['mother of nobody', 'daughter of mother', 'granddaughter of daughter'];

describe('a page hears of a parent before it hears of the children', () => {
  test('that are born with it', async () => {
    const { inspector, tell } = await inspectedFamily();
    const watcher = await watchAt(inspector.address);

    await tell('mother', 'bear');
    await inspector.close();
    await watcher.ended;

    expect(introduced(watcher)).toEqual(family);
  });

  test('when it comes late, though the children have changed before', async () => {
    const { inspector, tell } = await inspectedFamily();
    await tell('mother', 'bear');
    await tell('daughter', 'hello');
    await tell('mother', 'hello');

    const watcher = await watchAt(inspector.address);
    await inspector.close();
    await watcher.ended;

    expect(introduced(watcher)).toEqual(family);
  });
});
