/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { useBrowser } from '../../browser/browser.js';
import { servicesIn, urlOf } from './pictures-of-services.js';

/** Several of these start a command and a browser's page, and have a lot to draw. */
vi.setConfig({ testTimeout: 120_000 });

const browser = useBrowser();
const service = servicesIn();

const mermaidScript = fileURLToPath(import.meta.resolve('mermaid/dist/mermaid.min.js'));
const speedscopePage = fileURLToPath(import.meta.resolve('speedscope/package.json')).replace(
  'package.json',
  'dist/release/index.html',
);

const fewActors = { scenario: 'two-staff', options: [], actors: 5 };
const manyActors = { scenario: 'lunch-rush', options: ['--customers', '45'], actors: 51 };

/** What a page asks of the network, and what it complains of. */
function listenTo(page: Page): { readonly asked: string[]; readonly complaints: string[] } {
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  return { asked, complaints };
}

/** The rows of a table, as somebody reads them. */
async function rowsOf(page: Page, name: string): Promise<string[][]> {
  const rows = page.getByRole('table', { name }).getByRole('row');
  return rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

describe('the page of swim lanes', () => {
  test('of a lunch rush says who did what for how long, as the trace has it', async () => {
    const { steps, draw } = service(manyActors.scenario, ...manyActors.options);
    const path = draw('html');
    const page = await browser.newPage();
    const { asked, complaints } = listenTo(page);
    await page.goto(urlOf(path));

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      `restaurant: steps 0 to ${steps.length - 1}`,
    );
    expect(await page.locator('h1 + p').textContent()).toContain(`51 actors, ${steps.length} steps`);
    await page.getByText('Table: how long each actor was in which state').click();
    const times = await rowsOf(page, 'Times in each state');
    for (const name of ['John', 'Jane']) {
      const cooked = steps.filter(
        ({ do: kind, to, effects }) =>
          kind === 'deliver' &&
          to === name &&
          effects.some((effect) => effect.effect === 'emit' && effect.event.type === 'task.started'),
      );
      const row = times.find(([who, state]) => who === name && state === 'working.cooking');
      expect([name, row?.[2]]).toEqual([name, String(cooked.length)]);
    }
    const lastTime = steps.at(-1)?.time ?? 0;
    const together = (who: string): number =>
      times.filter(([name]) => name === who).reduce((sum, [, , , time = '']) => sum + msOf(time), 0);
    expect(together('restaurant')).toBe(lastTime);

    await page.getByText('Table: the steps').click();
    await page.getByRole('button', { name: 'Last' }).click();
    const [number, , from, to, event] = (await rowsOf(page, 'Steps')).at(-1) ?? [];
    const last = steps.at(-1);
    expect([number, from, to, event]).toEqual([String(last?.step), last?.from, last?.to, 'done counter']);
    expect(complaints).toEqual([]);
    expect(asked).toEqual([urlOf(path)]);
  });

  test('of 51 actors folds the customers into one lane, which the keyboard unfolds', async () => {
    const page = await browser.newPage();
    await page.goto(urlOf(service(manyActors.scenario, ...manyActors.options).draw('html')));
    const lanes = page.getByRole('application', { name: 'Lanes of the actors' });
    const height = async (): Promise<number> => lanes.evaluate((element) => element.scrollHeight);
    const folded = await height();

    await lanes.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
      await page.keyboard.press(key);
    }
    expect(await page.getByRole('status').first().textContent()).toContain('customer: nobody.');
    await page.keyboard.press('Enter');

    expect(await height()).toBeGreaterThan(folded + 40 * 20);
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('status').first().textContent()).toContain('customer-0001');
  });

  test.each(
    [fewActors, manyActors].flatMap((one) =>
      (['light', 'dark'] as const).map((colorScheme) => ({ ...one, colorScheme })),
    ),
  )('of $actors actors can be read on a $colorScheme ground', async ({ scenario, options, colorScheme }) => {
    const page = await browser.newPage({ colorScheme });
    const { complaints } = listenTo(page);
    await page.goto(urlOf(service(scenario, ...options).draw('html')));

    const contrasts = await page.evaluate(contrastsOfTexts);
    expect(contrasts.length).toBeGreaterThan(20);
    expect(contrasts.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
    // What is painted has the colour of each state that lasts, as the list of colours says.
    const missing = await page.evaluate(coloursNotPainted, ['working.cooking', 'open.working']);
    expect(missing).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test.each([
  { ...fewActors, lastStep: 23 },
  { ...manyActors, lastStep: 60, actors: 8 },
])(
  'Mermaid draws steps 0 to $lastStep of $scenario with $actors actors and an arrow for each step',
  async ({ scenario, options, actors, lastStep }) => {
    const { draw } = service(scenario, ...options);
    const text = readFileSync(draw('mermaid', '--to', String(lastStep)), 'utf8');
    const page = await browser.newPage();
    const { complaints } = listenTo(page);
    await page.setContent('<div id="picture"></div>');
    await page.addScriptTag({ path: mermaidScript });

    await page.evaluate(async (source) => {
      const { mermaid } = globalThis as unknown as {
        mermaid: { render(id: string, text: string): Promise<{ svg: string }> };
      };
      const { svg } = await mermaid.render('drawn', source);
      (document.querySelector('#picture') as Element).innerHTML = svg;
    }, text);

    const textsOf = (selector: string): Promise<string[]> => page.locator(selector).allTextContents();
    expect(new Set(await textsOf('text.actor')).size).toBe(actors);
    // The start of the system is a note; each step behind it an arrow.
    expect(await textsOf('.messageText')).toHaveLength(lastStep);
    expect(complaints).toEqual([]);
  },
);

test('speedscope opens the file for Perfetto, with a track for each actor and the time in each state', async () => {
  const { draw } = service(manyActors.scenario, ...manyActors.options);
  const page = await browser.newPage();
  const { complaints } = listenTo(page);
  await page.goto(urlOf(speedscopePage));
  await page.setInputFiles('input[type=file]', draw('perfetto'));
  await page.getByText('(1/51)').waitFor();

  const body = page.locator('body');
  await page.keyboard.press('t');
  await page.getByText('Total Weight').waitFor();
  expect(await body.textContent()).toContain('John (tid 3)');
  await page.keyboard.press('Escape');
  // What an event ends that is not the one on top it says on the console, and of the graphics driver too.
  expect(complaints.filter((text) => !text.includes('GL Driver'))).toEqual([]);
});

/** A time as the page writes it, in milliseconds. */
function msOf(text: string): number {
  const [, number = '', unit = ''] = /^([\d.]+) (ms|s)$/.exec(text) ?? [];
  return Math.round(Number(number) * (unit === 's' ? 1000 : 1));
}

/** The contrast of each text with the ground that it stands on, as WCAG 2 computes it. Runs in the page. */
function contrastsOfTexts(): { readonly text: string; readonly contrast: number }[] {
  const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element: Element | null): string => {
    const colour = element === null ? 'rgb(255, 255, 255)' : getComputedStyle(element).backgroundColor;
    return channels(colour)[3] === 0 ? groundOf(element?.parentElement ?? null) : colour;
  };
  const found: { text: string; contrast: number }[] = [];
  for (const element of document.querySelectorAll('body *:not(script):not(style)')) {
    const text = [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent ?? '')
      .join('')
      .trim();
    if (text !== '' && element.checkVisibility()) {
      const lights = [getComputedStyle(element).color, groundOf(element)].map(luminance);
      const [dark = 0, light = 0] = lights.sort((a, b) => a - b);
      found.push({ text, contrast: (light + 0.05) / (dark + 0.05) });
    }
  }
  return found;
}

/** Of some states those whose colour in the list is nowhere in the chart. Runs in the page. */
function coloursNotPainted(states: string[]): string[] {
  const canvas = document.querySelector<HTMLCanvasElement>('#canvas');
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  const painted = new Set<string>();
  for (let place = 0; place < pixels.length; place += 4) {
    painted.add(`rgb(${pixels[place]}, ${pixels[place + 1]}, ${pixels[place + 2]})`);
  }
  return states.filter((state) => {
    const chip = [...document.querySelectorAll('li')]
      .find((item) => item.textContent === state)
      ?.querySelector('.chip');
    return chip === null || chip === undefined || !painted.has(getComputedStyle(chip).backgroundColor);
  });
}
