import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { createCounter } from '../../src/restaurant/counter.js';

const ctrlC = '\u0003';
const ctrlD = '\u0004';

/** A counter on streams, and what came of it. */
function openCounter({ isTTY }: { isTTY: boolean }) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  const events: string[] = [];
  const counter = createCounter({
    input,
    output,
    onEnd: () => events.push('end'),
    onInterrupt: () => events.push('interrupt'),
  });
  return {
    counter,
    events,
    ask: (question: string) => counter.ask(question, (answer) => events.push(answer)),
    async type(text: string) {
      input.write(text);
      await turn();
    },
    async end() {
      input.end();
      await turn();
    },
    shown: () => String(output.read() ?? ''),
  };
}

test('an answer goes to the question, and is echoed where nobody sees the typing', async () => {
  const { ask, type, events, shown } = openCounter({ isTTY: false });
  ask('How many? ');
  await type('2\n');
  expect(events).toEqual(['2']);
  expect(shown()).toBe('How many? 2\n');
});

test('a terminal shows the typing itself', async () => {
  const { ask, type, events, shown } = openCounter({ isTTY: true });
  ask('How many? ');
  await type('2\r');
  expect(events).toEqual(['2']);
  expect(stripVTControlCharacters(shown())).toBe('How many? 2\r\n');
});

test('lines that come before their questions are kept, and never answer during the call', async () => {
  const { ask, type, events, shown } = openCounter({ isTTY: false });
  await type('2\n1\n');
  ask('Burgers? ');
  expect(events).toEqual([]);
  await turn();
  ask('Fries? ');
  await turn();
  expect(events).toEqual(['2', '1']);
  expect(shown()).toBe('Burgers? 2\nFries? 1\n');
});

test('the end of the input counts when its last line is used and another question comes', async () => {
  const { ask, type, end, events } = openCounter({ isTTY: false });
  await type('2\n');
  await end();
  ask('Burgers? ');
  await turn();
  expect(events).toEqual(['2']);
  ask('Fries? ');
  await turn();
  expect(events).toEqual(['2', 'end']);
});

test('the end of the input leaves the open question on a line of its own', async () => {
  const { ask, end, events, shown } = openCounter({ isTTY: false });
  ask('Burgers? ');
  await end();
  expect(events).toEqual(['end']);
  expect(shown()).toBe('Burgers? \n');
});

test('what is said while a question is open has the question put again below it', () => {
  const { ask, counter, shown } = openCounter({ isTTY: false });
  ask('Burgers? ');
  counter.say('We close soon.');
  expect(shown()).toBe('Burgers? \nWe close soon.\nBurgers? ');
});

test('on a terminal it stands above the question and what is typed so far', async () => {
  const { ask, type, counter, events, shown } = openCounter({ isTTY: true });
  ask('Burgers? ');
  await type('1');
  shown();
  counter.say('We close soon.');
  expect(stripVTControlCharacters(shown())).toBe('We close soon.\nBurgers? 1');
  await type('2\r');
  expect(events).toEqual(['12']);
});

test('Ctrl-C and Ctrl-D are heard at a terminal', async () => {
  const { ask, type, events } = openCounter({ isTTY: true });
  ask('Burgers? ');
  await type(ctrlC);
  expect(events).toEqual(['interrupt']);
  await type(ctrlD);
  expect(events).toEqual(['interrupt', 'end']);
});

test('a closed counter withdraws its question and hears nothing but Ctrl-C', async () => {
  const { ask, type, counter, events, shown } = openCounter({ isTTY: true });
  ask('Burgers? ');
  counter.close();
  await type('2\r');
  ask('Fries? ');
  await type(ctrlC);
  expect(events).toEqual(['interrupt']);
  expect(stripVTControlCharacters(shown())).toBe('Burgers? \n2\r\n');
});
