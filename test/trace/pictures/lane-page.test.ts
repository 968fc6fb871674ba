import { Script } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatherLanes } from '../../../src/trace/pictures/lane-chart.js';
import { drawLanePage } from '../../../src/trace/pictures/lane-page.js';
import { actorName } from '../../../src/trace/pictures/page/describe.js';
import type { LaneData } from '../../../src/trace/pictures/page/lane-data.js';
import { pageProgram } from '../../../src/trace/pictures/page-program.js';
import type { Section } from '../../../src/trace/pictures/section.js';
import { Series } from '../../../src/trace/pictures/series.js';
import { stateTimes } from '../../../src/trace/pictures/state-times.js';
import { tellStory } from '../../../src/trace/pictures/trace-story.js';
import type { TraceStep } from '../../../src/trace/trace-format.js';
import { anyPlan } from '../../conformance/troupe.js';
import { recorded } from '../recording.js';
import { door, hostile, play } from './sample.js';

const built = new URL('../../../dist/src/trace/pictures/page/', import.meta.url);

function lanesOf(
  trace: readonly string[],
  section: Section = {},
  names: readonly string[] = [],
): Promise<LaneData> {
  return gatherLanes(
    tellStory(trace),
    section,
    names.map((name) => new Series(name)),
  );
}

function pageOf(data: LaneData): string {
  const lines: string[] = [];
  drawLanePage(data, pageProgram(built), (line) => lines.push(line));
  return lines.join('\n');
}

describe('the lanes of a trace', () => {
  test('of a small run are these', async () => {
    const { trace } = await recorded(door);

    expect(await lanesOf(trace, {}, ['door/bell.rings'])).toEqual({
      system: 'door',
      first: 0,
      times: [0, 0, 0, 250, 300, 300],
      end: 300,
      texts: [
        'init',
        'closed',
        'PUSH',
        'still → ringing',
        'after 250 ms',
        'ringing → still',
        'after 300 ms',
        'closed → open, done',
        'stop',
        'still → stopped',
      ],
      events: [0, 2, 2, 4, 6, 8],
      changes: [1, 3, -1, 5, 7, 9],
      senders: [-1, 0, 0, 1, 0, 0],
      receivers: [0, 1, 1, 1, 0, 1],
      causes: [-1, 0, 0, 1, 0, 4],
      groups: [
        { name: 'door', states: ['closed', 'open, done'], isFolded: false },
        { name: 'bell', states: ['still', 'ringing', 'stopped'], isFolded: false },
      ],
      actors: [
        { label: 'door', group: 0, states: [0, 1], since: [0, 4], until: 5 },
        { label: 'door/bell', group: 1, states: [0, 1, 0, 2], since: [0, 1, 3, 5], until: 6 },
      ],
      gone: [],
      series: [{ name: 'door/bell.rings', since: [0, 1], values: [0, 1] }],
    });
  });

  test('name who had ended before the section and is heard of in it', async () => {
    const { trace } = await recorded(door);

    const data = await lanesOf(trace, { from: 5 });

    expect(data).toMatchObject({ senders: [-2], receivers: [0], gone: ['door'] });
    expect([actorName(data, -2), actorName(data, 0), actorName(data, -1)]).toEqual([
      'door',
      'door/bell',
      'outside',
    ]);
  });

  test('of a section begin as the steps before it have left them', async () => {
    const { trace } = await recorded(door);

    const data = await lanesOf(trace, { from: 2, to: 3 }, ['door/bell.rings']);

    expect(data).toMatchObject({
      first: 2,
      times: [0, 250],
      end: 300,
      actors: [
        { label: 'door', states: [0], since: [0], until: 2 },
        { label: 'door/bell', since: [0, 1], until: 2 },
      ],
      series: [{ since: [0], values: [1] }],
    });
    expect(data.groups.map(({ states }) => states)).toEqual([['closed'], ['ringing', 'still']]);
  });

  test('last as long as the lives of the actors, however they are folded', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, fc.integer({ min: 0, max: 1000 }), async (plan, seed) => {
        const { trace } = await play(plan, seed, 'random');
        const steps = trace.flatMap((line) => {
          const entry = JSON.parse(line) as Partial<TraceStep>;
          return entry.step === undefined ? [] : [entry as TraceStep];
        });
        const lives = new Map<string, { from: number; to: number | undefined }>();
        for (const { time, effects } of steps) {
          for (const effect of effects) {
            if (effect.effect === 'start') {
              lives.set(effect.actor, { from: time, to: undefined });
            }
            // Who was never started, since somebody else took the place at once, ends as well.
            const life = effect.effect === 'end' ? lives.get(effect.actor) : undefined;
            if (life !== undefined) {
              life.to = time;
            }
          }
        }
        const data = await lanesOf(trace);

        const total = stateTimes(data).reduce((sum, { total: own }) => sum + own, 0);

        const expected = [...lives.values()].reduce((sum, { from, to = data.end }) => sum + to - from, 0);
        expect(total).toBeCloseTo(expected, 6);
      }),
    );
  });
});

describe('the page', () => {
  test('needs nothing from elsewhere, and carries the lanes as they are', async () => {
    const { trace } = await recorded(hostile);
    const data = await lanesOf(trace);

    const page = pageOf(data);

    const scripts = page.split('<script').slice(1);
    expect(scripts).toHaveLength(2);
    expect(page.split('</script>')).toHaveLength(3);
    const json = /^ type="application\/json" id="data">(.*)<\/script>/.exec(scripts[0] ?? '')?.[1] ?? '';
    expect(JSON.parse(json)).toEqual(data);
    expect(page).toContain(
      `content="default-src 'none';style-src 'unsafe-inline';script-src 'unsafe-inline'"`,
    );
    expect(page).not.toMatch(/https?:|src=|@import|url\(|<!--/);
    expect(page).toContain('<title>root&lt;/script&gt;: steps 0 to 13</title>');
  });

  test('has a table of the times in each state', async () => {
    const { trace } = await recorded(door);

    const rows = pageOf(await lanesOf(trace)).match(/<tr><th scope="row".*<\/tr>/g);

    const row = (...[who, state, times, total, share]: string[]) =>
      `<tr><th scope="row" dir="auto">${who}</th><td dir="auto">${state}</td><td class="number">${times}</td><td class="number">${total}</td><td class="number">${share} %</td></tr>`;
    expect(rows).toEqual([
      row('door', 'closed', '1', '300 ms', '100'),
      row('door', 'open, done', '1', '0 ms', '0'),
      row('door/bell', 'still', '2', '50 ms', '17'),
      row('door/bell', 'ringing', '1', '250 ms', '83'),
      row('door/bell', 'stopped', '1', '0 ms', '0'),
    ]);
  });

  test('tells a screen reader what its parts are', async () => {
    const { trace } = await recorded(door);

    const page = pageOf(await lanesOf(trace));

    expect(page).toContain('<html lang="en">');
    expect(page).toMatch(
      /<div id="lanes" tabindex="0" role="application" [^>]*aria-label="Lanes of the actors"/,
    );
    expect(page).toMatch(/<p id="details" role="status" aria-live="polite"/);
    const buttons = page.match(/<button[^>]*>[^<]*<\/button>/g) ?? [];
    expect(buttons).toHaveLength(9);
    expect(buttons.filter((button) => !/aria-label|>[A-Z][a-z]+</.test(button))).toEqual([]);
  });

  test('runs one program, in which no name is taken twice', () => {
    const program = pageProgram(built);

    expect(program).not.toMatch(/^(import|export)\b|sourceMappingURL/m);
    const names = [...program.matchAll(/^(?:const|let|class|function\*?) ([A-Za-z]+)/gm)].map(
      ([, name]) => name,
    );
    expect(names).toContain('Chart');
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(() => new Script(program)).not.toThrow();
  });
});
