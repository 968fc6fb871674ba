import { assign, emit, sendTo, setup } from 'xstate';
import { createCooperativeScheduler } from '../../../src/scheduler/cooperative-scheduler.js';
import type { Order } from '../../../src/scheduler/selector.js';
import type { PictureKind, DrawOptions } from '../../../src/trace/pictures/draw-trace.js';
import { drawTrace } from '../../../src/trace/pictures/draw-trace.js';
import type { StoryStep } from '../../../src/trace/pictures/trace-story.js';
import { tellStory } from '../../../src/trace/pictures/trace-story.js';
import { type Plan, troupe } from '../../conformance/troupe.js';
import { recorded, type Recording } from '../recording.js';

const bell = setup({
  types: { context: {} as { rings: number }, emitted: {} as { type: 'rang'; volume: number } },
}).createMachine({
  id: 'bell',
  context: { rings: 0 },
  initial: 'still',
  states: {
    still: { on: { PUSH: 'ringing' } },
    ringing: {
      entry: assign({ rings: ({ context }) => context.rings + 1 }),
      after: { 250: { target: 'still', actions: emit({ type: 'rang', volume: 7 }) } },
    },
  },
});

/** A small system: a door with a bell that is pushed twice, the second time while it rings. */
export const door = setup({ actors: { bell } }).createMachine({
  id: 'door',
  invoke: { id: 'bell', src: 'bell' },
  initial: 'closed',
  entry: [sendTo('bell', { type: 'PUSH' }), sendTo('bell', { type: 'PUSH' })],
  states: { closed: { after: { 300: 'open' } }, open: { type: 'final' } },
});

/** Names that are up to something. */
export const hostileNames = [
  '</script><script>document.title="broken"</script>',
  '<!--<script>',
  'a;b#c%d{e}<f>',
  '\u202eevil\u202c',
  'line\nbreak',
  'end',
  `"quoted" & 'single'`,
  'x'.repeat(300),
  '\ud800 half',
  'שלום',
  '\u0000nul',
  'wrap: it',
  ']]>',
];

const child = setup({}).createMachine({
  id: 'child',
  initial: '</title><b>',
  states: { '</title><b>': { on: { '*': {} } } },
});

/** A system in which every name is up to something. */
export const hostile = setup({ actors: { '"child"<': child } }).createMachine({
  id: 'root</script>',
  invoke: hostileNames.map((id) => ({ src: '"child"<' as const, id })),
  entry: [
    ...hostileNames.map((type) => sendTo(type, { type, text: type })),
    ...hostileNames.map((type) => emit({ type })),
  ],
});

/** Records a play by a plan. */
export function play(plan: Plan, seed: number, order: Order): Promise<Recording<typeof troupe>> {
  const scheduler = createCooperativeScheduler({ order });
  return recorded(troupe, { input: plan, seed, scheduler });
}

/** The lines of a picture of a trace. */
export async function drawn(
  trace: readonly string[],
  as: PictureKind,
  options: Omit<DrawOptions, 'as'> = {},
): Promise<string[]> {
  const lines: string[] = [];
  await drawTrace(
    () => trace,
    { as, ...options },
    (line) => lines.push(line),
  );
  return lines;
}

/** The steps of a trace, as the story tells them. */
export async function stepsOf(trace: readonly string[]): Promise<StoryStep[]> {
  const steps: StoryStep[] = [];
  for await (const item of tellStory(trace)) {
    if (item.kind === 'step') {
      steps.push(item.step);
    }
  }
  return steps;
}
