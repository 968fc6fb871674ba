import type { Page } from 'playwright-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { useBrowser } from '../browser/browser.js';
import { createDesk, type Running } from '../cli/short-order.js';
import { useStandIn } from './stand-in-page.js';

const browser = useBrowser();
const standIn = useStandIn('stately');

test.each(['cooperative', 'workers'])(
  'run lunch-rush --inspect shows the actors as they move, under the scheduler %s',
  async (scheduler) => {
    vi.stubEnv('SHORT_ORDER_INSPECT_PAGE', standIn.address);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const running = createDesk().start(`run lunch-rush --inspect --inspect-port 0 --scheduler ${scheduler}`);
    const page = await opened(running);

    for (const actor of ['John', 'kitchen']) {
      const before = await changesOf(page, actor);
      await expect.poll(() => changesOf(page, actor)).toBeGreaterThanOrEqual(before + 3);
    }
    running.process.kill('SIGINT');

    expect(await running.finished).toMatchObject({ code: 130 });
    await page.getByText('The run is over.').waitFor();
  },
);

test('replay --inspect plays a trace at the speed that is asked for', async () => {
  const desk = createDesk();
  await desk.type('run two-staff --trace two-staff.ndjson');
  // The first burgers are ready after 5 s, which here are 500.
  const running = desk.start(
    `replay two-staff.ndjson --inspect --inspect-port 0 --inspect-page ${standIn.address} --clock 0.01x`,
  );
  const page = await opened(running);

  await page
    .frameLocator('iframe')
    .locator('[data-actor="Jane"] output', { hasText: '{"working":"cooking"} active' })
    .waitFor();
  const events = await page.frameLocator('iframe').locator('ol li').allTextContents();
  running.process.kill('SIGKILL');

  expect(events).toEqual([
    '0 John > John: xstate.after.tyingTheApron.staff.arriving',
    '0 John > kitchen: task.wanted',
    '0 kitchen > John: task.given',
    '0 Jane > Jane: xstate.after.tyingTheApron.staff.arriving',
    '0 Jane > kitchen: task.wanted',
    '0 kitchen > Jane: task.given',
  ]);
  await page.getByText('The run cannot be reached.').waitFor();
});

test.each(['cooperative', 'workers'])(
  'open --inspect shows what comes of what is typed, under the scheduler %s',
  async (scheduler) => {
    const desk = createDesk();
    const running = desk.start(
      `open --inspect --inspect-port 0 --inspect-page ${standIn.address} --clock 20x --scheduler ${scheduler}`,
    );
    const page = await opened(running);
    await running.seen('Number of burgers: ');
    running.process.stdin.write('2\n');
    const customer = page.frameLocator('iframe').locator('ol li', { hasText: 'answer.typed' });
    await customer.first().waitFor();
    running.process.stdin.end();

    expect(await running.finished).toMatchObject({ code: 0 });
    await page.getByText('The run is over.').waitFor();
  },
);

/** Opens the page whose address a command has printed. */
async function opened(running: Running): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(await running.noted(/http:\S+token=\w+/));
  return page;
}

async function changesOf(page: Page, actor: string): Promise<number> {
  const row = page.frameLocator('iframe').locator(`[data-actor="${actor}"]`);
  return Number(await row.getAttribute('data-changes'));
}
