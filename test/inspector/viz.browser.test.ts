import { describe, expect, onTestFinished, test } from 'vitest';
import { createInspector, type InspectorOptions } from '../../src/inspector/create-inspector.js';
import { createRun } from '../../src/scheduler/run.js';
import { useBrowser } from '../browser/browser.js';
import { lifts } from './lifts.js';
import { useStandIn } from './stand-in-page.js';

const browser = useBrowser();
const standIn = useStandIn('viz');

async function watchedLifts(options: InspectorOptions = {}) {
  const run = createRun(lifts);
  const inspector = await createInspector(run.system, {
    kind: 'viz',
    port: 0,
    page: `${standIn.address}?inspect`,
    ...options,
  });
  onTestFinished(() => inspector.close());
  const page = await browser.newPage();
  await page.goto(inspector.address);
  const frame = page.frameLocator('iframe');
  await run.finish();
  const left = frame.locator('[data-actor="left"]');
  await left.waitFor();
  return { run, page, frame, left };
}

describe('the page of the older visualiser', () => {
  test('shows machines, events and states', async () => {
    const { run, frame, left } = await watchedLifts();
    run.system.sendToRoot({ type: 'ring', which: 'left' });
    await run.finish();

    await expect.poll(() => left.getAttribute('data-changes')).toBe('2');
    expect(await left.textContent()).toBe('left can take call, xstate.after(250)#lift.up');
    expect(await left.getAttribute('data-parent')).toBe('house');
    expect(await left.getAttribute('data-states')).toBe('17');
    expect(await left.getAttribute('data-value')).toBe('"down"');
    expect(await frame.locator('ol li').allTextContents()).toEqual([
      'outside > house: ring',
      'house > left: call',
      'left > right: isUp',
      'left > left: xstate.after.250.lift.up',
    ]);
  });

  test('shows all of it again when it is loaded again', async () => {
    const { run, page, frame, left } = await watchedLifts();
    run.system.sendToRoot({ type: 'ring', which: 'left' });
    await run.finish();
    await page.reload();

    await left.waitFor();
    await expect.poll(() => frame.locator('ol li').count()).toBe(4);
    expect(await left.getAttribute('data-value')).toBe('"down"');
  });

  test('sends events to actors where that is allowed', async () => {
    const { run, left } = await watchedLifts({ commands: true });
    const arrived = new Promise((resolve) => {
      run.system.arrivals.subscribe(({ envelope: { from, to, event } }) => resolve({ from, to, event }));
    });

    await left.click();

    expect(await arrived).toEqual({ from: '@outside', to: 'left', event: { type: 'call' } });
    await run.finish();
    await expect.poll(() => left.getAttribute('data-changes')).toBe('2');
  });

  test('is told that its events are refused where that is not allowed', async () => {
    const { run, page, left } = await watchedLifts();

    await left.click();

    await page.getByText('The run takes no commands from its pages.').waitFor();
    expect(run.system.bus.waiting).toBe(0);
  });
});
