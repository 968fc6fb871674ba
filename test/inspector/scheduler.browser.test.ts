import type { Page } from 'playwright-core';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createScaledClock } from '../../src/clock/scaled-clock.js';
import { createVirtualClock } from '../../src/clock/virtual-clock.js';
import { createInspector } from '../../src/inspector/create-inspector.js';
import { createCooperativeScheduler } from '../../src/scheduler/cooperative-scheduler.js';
import { createRun } from '../../src/scheduler/run.js';
import { createWorkersScheduler } from '../../src/scheduler/workers/workers-scheduler.js';
import { useBrowser } from '../browser/browser.js';
import { moduleForThreads } from '../conformance/module-for-threads.js';
import { lifts } from './lifts.js';
import { useStandIn } from './stand-in-page.js';

const browser = useBrowser();
const standIn = useStandIn('stately');
const onThreads = {
  threads: 2,
  modules: { house: { module: moduleForThreads('../inspector/lifts.ts'), export: 'lifts' } },
  place: { left: 0, right: 1 },
};

const kinds = [
  {
    kind: 'cooperative',
    createScheduler: createCooperativeScheduler,
    createClock: createVirtualClock,
    isFree: false,
  },
  {
    kind: 'workers in lockstep',
    createScheduler: () => createWorkersScheduler(onThreads),
    createClock: createVirtualClock,
    isFree: false,
  },
  {
    kind: 'workers that run freely',
    createScheduler: () => createWorkersScheduler({ ...onThreads, mode: 'free-running' }),
    createClock: () => createScaledClock(1000),
    isFree: true,
  },
];

describe.each(kinds)('under the scheduler $kind, the page', ({ createScheduler, createClock, isFree }) => {
  const scheduler = createScheduler();
  afterAll(() => scheduler.close?.());

  async function inspected() {
    const run = createRun(lifts, { scheduler, clock: createClock() });
    const inspector = await createInspector(run.system, { port: 0, page: standIn.address });
    onTestFinished(() => inspector.close());
    return { run, inspector };
  }

  async function opened(address: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(address);
    return page;
  }

  /** A run in which the left lift has gone up and come down. */
  async function rung() {
    const { run, inspector } = await inspected();
    await run.finish();
    run.system.sendToRoot({ type: 'ring', which: 'left' });
    await run.finish();
    return { run, inspector };
  }

  test('shows two actors on two threads, and how their states change', async () => {
    const { run, inspector } = await inspected();
    const page = await opened(inspector.address);
    await run.finish();
    await seen(page, 'left', 'down active', 1);
    await seen(page, 'right', 'down active', 1);

    run.system.sendToRoot({ type: 'ring', which: 'left' });
    await run.finish();

    await seen(page, 'left', 'down active', 3);
    await seen(page, 'right', 'down active', 2);
    const events = await eventsOn(page);
    expect(events.map(({ text }) => text).sort()).toEqual([
      'house > left: call',
      'left > left: xstate.after.250.lift.up',
      'left > right: isUp',
      'outside > house: ring',
    ]);
    const times = events.map(({ time }) => time);
    // Where threads run freely, the time is the host's.
    expect(times).toEqual(isFree ? times.toSorted((a, b) => a - b) : [0, 0, 0, 250]);
    expect(await actorsOn(page)).toEqual([
      { actor: 'house', parent: '', parentKnown: 'true', levels: '1' },
      { actor: 'left', parent: 'house', parentKnown: 'true', levels: '16' },
      { actor: 'right', parent: 'house', parentKnown: 'true', levels: '16' },
    ]);
    expect(inspector).toMatchObject({ watching: 1, leftOut: 0 });
  });

  test('shows all of it again when it is loaded again, and to one who comes late', async () => {
    const { run, inspector } = await rung();
    const page = await opened(inspector.address);
    await seen(page, 'left', 'down active', 1);
    const before = await eventsOn(page);
    await page.reload();

    await seen(page, 'left', 'down active', 1);
    const late = await opened(inspector.address);
    await seen(late, 'left', 'down active', 1);
    run.system.sendToRoot({ type: 'ring', which: 'right' });
    await run.finish();

    for (const each of [page, late]) {
      await seen(each, 'right', 'down active', 3);
      const events = await eventsOn(each);
      expect(events.slice(0, 4)).toEqual(before);
      expect(events).toHaveLength(8);
    }
    expect(before).toHaveLength(4);
  });

  test('says when the run is over, and keeps what it shows', async () => {
    const { inspector } = await rung();
    const page = await opened(inspector.address);
    await seen(page, 'left', 'down active', 1);
    await page.getByText('Watching.').waitFor();

    await inspector.close('The lifts are closed.');

    await page.getByText('The lifts are closed.').waitFor();
    expect(await eventsOn(page)).toHaveLength(4);
  });
});

async function seen(page: Page, actor: string, text: string, changes: number): Promise<void> {
  await page
    .frameLocator('iframe')
    .locator(`[data-actor="${actor}"][data-changes="${changes}"] output`, { hasText: text })
    .waitFor();
}

async function eventsOn(page: Page) {
  const lines = await page.frameLocator('iframe').locator('ol li').allTextContents();
  return lines.map((line) => {
    const [time = '', ...words] = line.split(' ');
    return { time: Number(time), text: words.join(' ') };
  });
}

/** What the page was told of each actor when it heard of it first, the parent before the children. */
async function actorsOn(page: Page) {
  const rows = await page.frameLocator('iframe').locator('ul li').all();
  return Promise.all(
    rows.map(async (row) => ({
      actor: await row.getAttribute('data-actor'),
      parent: await row.getAttribute('data-parent'),
      parentKnown: await row.getAttribute('data-parent-known'),
      levels: await row.getAttribute('data-levels'),
    })),
  );
}
