import { setup, sendTo } from 'xstate';
import { describe, expect, test, vi } from 'vitest';
import { PictureError } from '../../../src/trace/pictures/picture-error.js';
import { layOutSequence } from '../../../src/trace/pictures/sequence-layout.js';
import type { StoryItem } from '../../../src/trace/pictures/trace-story.js';
import { recorded } from '../recording.js';
import { door, drawn, hostile, stepsOf } from './sample.js';

/** The elements of a well-formed piece of XML, each with its attributes as they stand there; throws where it is none. */
function elementsOf(xml: string): { readonly name: string; readonly attributes: string }[] {
  const elements: { name: string; attributes: string }[] = [];
  const open: string[] = [];
  const token = /<(\/?)([a-z]+)((?: [a-z0-9-]+="[^"<]*")*)(\/?)>|([^<]+)/gis;
  let place = 0;
  for (const match of xml.matchAll(token)) {
    const [all, closing, name = '', attributes = '', single] = match;
    if (match.index !== place) {
      throw new Error(`not well-formed at ${xml.slice(place, place + 40)}`);
    }
    place += all.length;
    if (all.startsWith('<') && closing === '') {
      elements.push({ name, attributes });
    }
    if (closing === '/' && open.pop() !== name) {
      throw new Error(`</${name}> closes nothing`);
    }
    if (all.startsWith('<') && closing === '' && single === '') {
      open.push(name);
    }
  }
  if (place !== xml.length || open.length > 0) {
    throw new Error(`not well-formed at ${xml.slice(place, place + 40)}, open: ${open.join(' ')}`);
  }
  return elements;
}

const countOf = (elements: ReturnType<typeof elementsOf>, name: string, part = ''): number =>
  elements.filter((element) => element.name === name && element.attributes.includes(part)).length;

describe('a picture as Mermaid', () => {
  test('of a small run is this', async () => {
    const { trace } = await recorded(door);

    expect(await drawn(trace, 'mermaid')).toEqual([
      '%% door: steps 0 to 5',
      'sequenceDiagram',
      '  autonumber',
      '  participant a1 as door',
      '  participant a2 as bell',
      '  Note over a1: init',
      '  Note over a1: closed',
      '  a1->>a2: PUSH',
      '  Note over a2: still → ringing',
      '  a1->>a2: PUSH',
      '  Note over a2: at 250 ms',
      '  a2->>a2: after 250 ms',
      '  Note over a2: ringing → still',
      '  Note over a1: at 300 ms',
      '  a1->>a1: after 300 ms',
      '  Note over a1: closed → open, done',
      '  a1->>a2: stop',
      '  Note over a2: still → stopped',
    ]);
  });

  test('of a section has the numbers of its steps', async () => {
    const { trace } = await recorded(door);

    expect(await drawn(trace, 'mermaid', { section: { from: 2, to: 5, actors: ['door/bell'] } })).toEqual([
      '%% door: steps 3 to 3',
      'sequenceDiagram',
      '  autonumber 3',
      '  participant a1 as bell',
      '  a1->>a1: after 250 ms',
      '  Note over a1: ringing → still',
    ]);
  });

  test('goes on with the right number behind steps that are left out', async () => {
    const { trace } = await recorded(door);

    const lines = await drawn(trace, 'mermaid', { section: { actors: ['door'] } });

    expect(lines.slice(2)).toEqual([
      '  autonumber',
      '  participant a1 as door',
      '  Note over a1: init',
      '  Note over a1: closed',
      '  Note over a1: at 300 ms',
      '  autonumber 4',
      '  a1->>a1: after 300 ms',
      '  Note over a1: closed → open, done',
    ]);
  });

  test('escapes what has a meaning to Mermaid, and shows what cannot be seen', async () => {
    const { trace } = await recorded(hostile);

    const names = (await drawn(trace, 'mermaid')).flatMap((line) => line.split(' as ').slice(1));

    expect(names).toEqual([
      'root#60;/script#62;',
      'script#62;#60;script#62;document.title="broken"#60;/script#62;',
      '#60;!--#60;script#62;',
      'a#59;b#35;c#37;d#123;e#125;#60;f#62;',
      String.raw`\u202eevil\u202c`,
      'line break',
      'end',
      `"quoted" & 'single'`,
      `${'x'.repeat(59)}…`,
      String.raw`\ud800 half`,
      'שלום',
      String.raw`\u0000nul`,
      'wrap#58; it',
      ']]#62;',
    ]);
  });

  test('that would be too long for Mermaid says up to where it would not be', async () => {
    const pinger = setup({}).createMachine({
      id: 'pinger',
      on: { PING: { actions: sendTo(({ self }) => self, { type: 'PING', text: 'x'.repeat(60) }) } },
      entry: sendTo(({ self }) => self, { type: 'PING' }),
    });
    const { trace } = await recorded(pinger, {}, ({ system }) => {
      system.start();
      for (let step = 1; step < 1000; step++) {
        system.apply(system.enabled()[0]!);
      }
      system.stop();
    });

    const error = await drawn(trace, 'mermaid').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PictureError);
    const { problem, message } = error as PictureError;
    const last = Number(
      /^Mermaid takes 50000 characters, which suffice for the steps 0 to (\d+)$/.exec(message)?.[1],
    );

    expect(problem).toBe('too-large');
    const length = async (to: number) =>
      (await drawn(trace, 'mermaid', { section: { to } })).join('\n').length;
    expect(await length(last)).toBeLessThanOrEqual(50_000);
    await expect(length(last + 1)).rejects.toThrow('which suffice for');
  });
});

describe('a picture as SVG', () => {
  test('has an arrow or a circle for each step, and a bar for each stay in a state', async () => {
    const { trace } = await recorded(door);

    const elements = elementsOf((await drawn(trace, 'svg')).join('\n'));

    expect(countOf(elements, 'g', 'class="row"')).toBe(6);
    expect(countOf(elements, 'line', 'class="arrow"')).toBe(3);
    expect(countOf(elements, 'circle')).toBe(3);
    expect(countOf(elements, 'text', 'class="name"')).toBe(2);
    // door: closed, open; bell: still, ringing, still, stopped.
    expect(elements.filter(({ attributes }) => / class="s\d"/.test(attributes))).toHaveLength(6);
    // The moments 0 and 300 ms have a ground, which is that of their rows.
    expect(countOf(elements, 'rect', 'class="band"')).toBe(5);
  });

  test('draws a row like this', async () => {
    const { trace } = await recorded(door);

    const rows = (await drawn(trace, 'svg')).filter((line) => line.startsWith('<g'));

    expect(rows[1]).toBe(
      '<g class="row"><rect class="hit" y="66" width="578" height="20"><title>step 1 at 0 ms: PUSH, from door to door/bell</title></rect><text class="quiet" x="103.6" y="80" text-anchor="end"></text><text class="quiet" x="143.75" y="80" text-anchor="end">1</text><line class="arrow" x1="182" x2="244" y1="76" y2="76"/><path class="head" d="M248 76l-8 -4v8z"/><text x="303" y="80">PUSH</text><text class="quiet" x="423" y="80">still → ringing</text></g>',
    );
  });

  test('says in words what it shows', async () => {
    const { trace } = await recorded(door);

    const [root, title, description] = await drawn(trace, 'svg');

    expect(root).toContain('role="img" aria-labelledby="title desc"');
    expect(title).toBe('<title id="title">door: steps 0 to 5</title>');
    expect(description).toMatch(
      /^<desc id="desc">Sequence diagram of 2 actors and 6 steps, from 0 to 300 ms\. /,
    );
  });

  test('stays well-formed with hostile names, and shows them', async () => {
    const { trace } = await recorded(hostile);

    const svg = (await drawn(trace, 'svg')).join('\n');

    expect(countOf(elementsOf(svg), 'g', 'class="row"')).toBe((await stepsOf(trace)).length);
    expect(svg).toContain('&lt;/script&gt;&lt;script&gt;document.title=&quot;broken&quot;&lt;/s…');
    expect(svg).not.toMatch(/\0|[\u202a-\u202e]|<script|<b>/);
  });

  test('leans the names of many actors, and repeats them', async () => {
    const actors = Array.from({ length: 30 }, (_, index) => `actor-${index}`);
    const idle = setup({}).createMachine({ id: 'idle', on: { '*': {} } });
    const crowd = setup({ actors: { idle } }).createMachine({
      id: 'crowd',
      invoke: actors.map((id) => ({ src: 'idle' as const, id })),
      entry: [1, 2].flatMap(() => actors.map((id) => sendTo(id, { type: 'HELLO' }))),
    });
    const { trace } = await recorded(crowd);

    const elements = elementsOf((await drawn(trace, 'svg')).join('\n'));

    expect(countOf(elements, 'g', 'class="row"')).toBe(61);
    expect(countOf(elements, 'text', 'rotate(-45')).toBe(2 * 31);
  });
});

describe('a section', () => {
  test.each([
    [{ actors: ['bell'] }, 'unknown-actor', 'no actor has the address "bell"'],
    [{ from: 6 }, 'empty-section', 'no step lies in that section; the trace has the steps 0 to 5'],
  ] as const)('%j is none of the trace', async (section, problem, message) => {
    const { trace } = await recorded(door);

    await expect(drawn(trace, 'svg', { section })).rejects.toMatchObject({ problem, message });
  });
});

test('that a picture would be too large is found out at the cost of one look at each step', async () => {
  const steps = 2000;
  const state = { state: 'here', context: undefined };
  const story = async function* (): AsyncGenerator<StoryItem> {
    for (let index = 0; index < steps; index++) {
      const started = [{ label: `a${index}`, source: 'a', state }];
      const told = {
        kind: 'deliver',
        from: 'root',
        to: 'root',
        event: { type: 'go' },
        cause: undefined,
      } as const;
      const rest = { before: state, after: state, effects: [], seq: index, timer: undefined };
      yield { kind: 'step', step: { index, time: 0, started, ...told, ...rest } };
    }
  };
  let looks = 0;
  const iterator = Map.prototype[Symbol.iterator];
  const spy = vi.spyOn(Map.prototype, Symbol.iterator).mockImplementation(function (
    this: Map<unknown, unknown>,
  ) {
    looks += this.size;
    return Reflect.apply(iterator, this, []) as MapIterator<[unknown, unknown]>;
  });

  await expect(layOutSequence(story(), {}, 5)).rejects.toThrow('there are 2000 steps to draw');
  spy.mockRestore();

  expect(looks).toBe(steps);
});
