import { describe, expect, it } from 'vitest';
import { play } from './play.js';
import { transcribe, transcript } from './transcript.js';

describe('the programs of the tutorial', () => {
  it('one-cook makes three burgers in 15 seconds', async () => {
    const { lines } = await play('one-cook');
    expect(lines.map(({ text }) => text)).toEqual([
      'Preparing burger #0...',
      'Burger made #0',
      'Preparing burger #1...',
      'Burger made #1',
      'Preparing burger #2...',
      'Burger made #2',
      'Orders completed in 15.00 seconds.',
    ]);
  });

  it('all-at-once makes them in 5 seconds', async () => {
    const { lines } = await play('all-at-once');
    expect(lines.map(({ text }) => text)).toEqual([
      'Preparing burger #0...',
      'Preparing burger #1...',
      'Preparing burger #2...',
      'Burger made #0',
      'Burger made #1',
      'Burger made #2',
      'Orders completed in 5.00 seconds.',
    ]);
  });

  it.each(['two-staff', 'lock', 'race'])('%s says what the tutorial says, to the letter', async (name) => {
    const { lines } = await play(name);
    expect(lines.map(({ text }) => text)).toEqual(transcript('two-staff'));
  });

  it('blocking-counter keeps to the transcript until it ends, and then closes in order', async () => {
    const { lines, outcome } = await play('blocking-counter');
    expect(transcribe(lines, false)).toEqual([
      ...transcript('blocking-counter'),
      '   15.50 Goodbye!',
      '   15.50 Closing down... stop taking orders and finish all tasks.',
      '   15.50 John finish task...',
      '   16.50 All tasks finished. Closing now.',
      '   16.50 Orders completed in 16.50 seconds.',
    ]);
    expect(outcome.output).toEqual({ items: 6, arrived: 3, served: 2 });
  });

  it('open-counter keeps to the transcript until it ends, and then closes in order', async () => {
    const { lines, outcome } = await play('open-counter');
    expect(transcribe(lines, false)).toEqual([
      ...transcript('open-counter'),
      '   15.30 Goodbye!',
      '   15.30 Closing down... stop taking orders and finish all tasks.',
      '   15.30 Jane finish task...',
      '   16.20 All tasks finished. Closing now.',
      '   16.20 Orders completed in 16.20 seconds.',
    ]);
    expect(outcome.output).toEqual({ items: 6, arrived: 3, served: 2 });
  });

  it('open keeps to the transcript to the end, with the log apart', async () => {
    const { lines } = await play('open');
    expect(transcribe(lines, true)).toEqual(transcript('open'));
  });

  it('echoes each scripted answer straight behind its question', async () => {
    const { lines } = await play('open');
    const dialogue = lines.flatMap(({ channel, text }, index) =>
      channel === 'prompt'
        ? [`${text}${lines[index + 1]?.channel === 'answer' ? lines[index + 1]?.text : '?'}`]
        : [],
    );
    expect(dialogue).toEqual([
      'Number of burgers: 2',
      'Number of fries: 1',
      'Number of burgers: 1',
      'Number of fries: 2',
      'Number of burgers: q',
    ]);
  });
});
