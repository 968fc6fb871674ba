import { expect, test } from 'vitest';
import { useBrowser } from '../../browser/browser.js';
import { recorded } from '../recording.js';
import { door, drawn } from './sample.js';

const browser = useBrowser();

test('the swim-lane page says by keyboard what each actor did, without a word to the network', async () => {
  const { trace } = await recorded(door);
  const page = await browser.newPage();
  const asked: string[] = [];
  const mistakes: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => mistakes.push(error.message));
  await page.setContent((await drawn(trace, 'html')).join('\n'));

  const details = page.locator('#details');
  const said: (string | null)[] = [];
  await page.getByRole('application', { name: 'Lanes of the actors' }).focus();
  for (const key of ['Home', 'ArrowRight', 'ArrowDown']) {
    await page.keyboard.press(key);
    said.push(await details.textContent());
  }

  expect(said).toEqual([
    'door: closed, 0 ms to 300 ms (300 ms). Step 0 at 0 ms: init from outside to door; closed.',
    'door: open, done, 300 ms to 300 ms (0 ms), its last state. Step 4 at 300 ms: after 300 ms from door to door, caused by step 0; closed → open, done.',
    'door/bell: stopped, 300 ms to 300 ms (0 ms), to the end. Step 5 at 300 ms: stop from door to door/bell, caused by step 4; still → stopped.',
  ]);
  expect(mistakes).toEqual([]);
  expect(asked).toEqual([]);
});
