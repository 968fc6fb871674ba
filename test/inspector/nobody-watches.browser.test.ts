import type { Subject } from 'rxjs';
import { describe, expect, test, vi } from 'vitest';
import { createInspector } from '../../src/inspector/create-inspector.js';
import { createRun } from '../../src/scheduler/run.js';
import type { Step } from '../../src/system/step.js';
import { lifts } from './lifts.js';
import { watchAt } from './watcher.js';

/** A run that has not begun; whether anybody is told of its steps, without whom none is gathered. */
function runOfLifts() {
  const run = createRun(lifts);
  const ring = async () => {
    run.system.sendToRoot({ type: 'ring', which: 'left' });
    await run.finish();
  };
  return { run, ring, isTold: () => (run.system.steps as Subject<Step>).observed };
}

describe('a run that nobody watches', () => {
  test('tells its steps to nobody, without an inspector and with one that is closed again', async () => {
    const never = runOfLifts();
    const closed = runOfLifts();
    const inspector = await createInspector(closed.run.system, { port: 0 });
    const whileOpen = closed.isTold();
    await inspector.close();

    expect({ never: never.isTold(), whileOpen, closed: closed.isTold() }).toEqual({
      never: false,
      whileOpen: true,
      closed: false,
    });
  });

  test('has nothing written down for a page, and for one that watches each step once', async () => {
    const { run, ring } = runOfLifts();
    const inspector = await createInspector(run.system, { port: 0 });
    const written = vi.spyOn(JSON, 'stringify');
    const countOf = async (work: () => Promise<unknown>) => {
      written.mockClear();
      await work();
      return written.mock.calls.length;
    };

    expect(await countOf(ring)).toBe(0);
    const watchers = [await watchAt(inspector.address), await watchAt(inspector.address)];
    await expect.poll(() => watchers.map(({ messages }) => messages.length)).toEqual([7, 7]);
    // Four steps, each of them an event and a state, whoever reads them.
    expect(await countOf(ring)).toBe(8);

    written.mockRestore();
    watchers.forEach((watcher) => watcher.leave());
    await inspector.close();
  });
});
