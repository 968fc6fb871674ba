import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { resealed } from './resealed.js';
import { createDesk } from './short-order.js';

const till = fileURLToPath(new URL('fixtures/till.mjs', import.meta.url));

test('a script of commands is echoed and answered, each truly', async () => {
  const script = 'break kitchen\ncontinue\nqueue\nstep\nwhere\nback\nquit\n';

  const { stdout, stderr, code } = await createDesk().type('debug two-staff', script);

  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(stdout.slice(stdout.indexOf('debug> '))).toBe(`debug> break kitchen
breakpoint 2: kitchen
debug> continue
decision 1 at 0 ms, breakpoint 2 is next: kitchen
       1  John: after tyingTheApron                 arriving → lookingForATask
          sends task.wanted staff John to kitchen
next   2  John > kitchen: task.wanted staff John
debug> queue
Lanes
  John > kitchen  task.wanted staff John
Timers
  at 0 ms  Jane: after tyingTheApron
debug> step
decision 2 at 0 ms
       2  John > kitchen: task.wanted staff John    closing, queue changed
          sends task.given task {kind cook, item …} to John
          emits queue.changed waiting 2
next   3  kitchen > John: task.given task {kind cook, item …}
debug> where
restaurant  open.working
counter     open.door.shut & desk.unattended
John        lookingForATask                   1 waiting
Jane        arriving
kitchen     closing
debug> back
decision 1 at 0 ms, breakpoint 2 is next: kitchen
       1  John: after tyingTheApron                 arriving → lookingForATask
          sends task.wanted staff John to kitchen
next   2  John > kitchen: task.wanted staff John
debug> quit
`);
});

describe('a script from a pipe', () => {
  test('goes on behind a wrong line, and ends with exit code 2', async () => {
    const script = 'stpe\nbreak kitchen.queue.length >\nstep\n';

    const { stdout, stderr, code } = await createDesk().type('debug two-staff', script);

    expect({ stderr, code }).toEqual({
      stderr: 'short-order: lines 1, 2 were wrong; the answers say how\n',
      code: 2,
    });
    expect(stdout).toContain('debug> stpe\nthere is no command stpe; near it: step, ');
    expect(stdout).toContain(
      'expected a value, found the end\n  kitchen.queue.length >\n                        ^\n',
    );
    expect(stdout).toContain('debug> step\ndecision 1 at 0 ms\n');
  });

  test('needs no quit', async () => {
    expect(await createDesk().type('debug two-staff', 'continue')).toMatchObject({ stderr: '', code: 0 });
  });

  test('ends at Ctrl-C, also in the midst of a long run', async () => {
    const running = createDesk().start('debug lunch-rush --customers 100000 --per-hour 1000');
    running.process.stdin.write('where\ncontinue\n');
    await running.seen('debug> continue');
    running.process.kill('SIGINT');

    expect(await running.finished).toMatchObject({ stderr: '', code: 130 });
  });
});

describe('a target', () => {
  test('may be a trace, which comes out as it was recorded, times and all', async () => {
    const desk = createDesk();
    await desk.type('run blocking-counter --interleave random --seed 3 --trace day.ndjson');
    const recorded = desk.readLines('day.ndjson').filter((line) => 'step' in line);

    const { stdout, code } = await desk.type('debug day.ndjson', 'continue\n');

    const { step, time } = recorded.at(-1) as { step: number; time: number };
    expect(code).toBe(0);
    expect(stdout).toContain(`decision ${step} at ${time} ms, the run has ended\n`);
  });

  test('may be a trace of a day at the counter, with what customers typed', async () => {
    const desk = createDesk();
    const answers = '1\n1\nq\nq\n';
    const opened = await desk.type('open --clock 1000x --trace day.ndjson', answers);
    const recorded = desk.readLines('day.ndjson').filter((line) => 'step' in line);

    const { stdout, stderr, code } = await desk.type('debug day.ndjson', 'continue\nback 5\ncontinue\n');

    const { step, time } = recorded.at(-1) as { step: number; time: number };
    expect({ opened: opened.code, stderr, code }).toEqual({ opened: 0, stderr: '', code: 0 });
    expect(stdout.split(`decision ${step} at ${time} ms, the run has ended\n`)).toHaveLength(3);
  });

  test('may be an export of a module, with what is to hold', async () => {
    const { stdout, code } = await createDesk().type(
      `debug ${till}#shop --properties mustHold`,
      'continue\n',
    );

    expect(code).toBe(0);
    expect(stdout).toContain(
      `breakpoint 1: violated
       6  bob > till: PUT sum 1
does not hold: no payment is lost: the till holds 1
`,
    );
  });

  test('may be a function of a module, of which threads make the machine as well', async () => {
    const script = 'continue\nback 2\nwhere\nshow till\nsave\n';
    const alone = await createDesk().type(`debug ${till}#openShop`, script);
    const onThreads = await createDesk().type(`debug ${till}#openShop --scheduler workers`, script);

    expect(alone).toMatchObject({ stderr: '', code: 0 });
    expect(alone.stdout).toContain('\ncorner-shop\n');
    expect(onThreads).toEqual(alone);
  });

  test('goes another way with another seed, and the same with the same', async () => {
    const script = 'continue\nsave\n';
    const lines: string[] = [];
    for (const seed of [1, 2, 1]) {
      const args = `debug ${till}#shop --interleave random --seed ${seed}`;
      const { stdout } = await createDesk().type(args, script);
      lines.push(stdout.slice(stdout.indexOf('replay(')));
    }

    expect(lines[0]).toMatch(/^replay\('so1\./);
    expect(lines[2]).toBe(lines[0]);
    expect(lines[1]).not.toBe(lines[0]);
  });

  test('follows the schedule of a failure up to where it fails', async () => {
    const desk = createDesk();
    await desk.type('explore race --failures failures');
    const [file] = readdirSync(join(desk.folder, 'failures')).filter((name) => name.endsWith('.schedule'));

    const { stdout } = await desk.type(`debug race --replay failures/${file}`, 'continue\n');

    expect(stdout).toContain('at 5000 ms, breakpoint 1: violated\n');
    expect(stdout).toContain('does not hold: the root does not end in error: ');
  });

  test.each([
    ['debug two-stafff', 'no scenario is called "two-stafff"; nearest: two-staff'],
    ['debug nobody.ndjson', 'nobody.ndjson: does not exist'],
    ['debug cut.ndjson', 'cut.ndjson: cut off behind line 5: its last line, with the hash, is missing'],
    ['debug future.ndjson', 'future.ndjson: line 1: a trace of version 9; this release reads version 1'],
    [
      'debug long.ndjson',
      'long.ndjson: has 500001 decisions, and a debugger takes 500000; look at a part of it by `draw --as html ',
    ],
    ['debug -', '-: what is to be done is read from standard input; save the trace to a file first'],
    ['debug day.ndjson --staff 3', '--staff is for scenarios; day.ndjson is a trace, which has its own'],
    ['debug day.ndjson --replay so1.x', '--replay is for scenarios and modules; day.ndjson is a trace'],
    ['debug two-staff --interleave fast', '--interleave takes fifo or random; got "fast" (nearest: fifo)'],
    ['debug two-staff --replay so1.nonsense.1', 'the replay line cannot be read: '],
    ['debug two-staff --timers never', '--timers takes in-turn or late; got "never"'],
    [
      'debug two-staff --properties all',
      '--properties names an export of a module; the scenario two-staff has none',
    ],
  ])('%s is a usage error', async (args, message) => {
    const desk = createDesk();
    await desk.type('run two-staff --trace day.ndjson');
    const lines = desk.read('day.ndjson').split('\n');
    desk.write('cut.ndjson', `${lines.slice(0, 5).join('\n')}\n`);
    const longer = lines.slice(0, -1).map((line) => line.replace('"decisions":24', '"decisions":500001'));
    desk.write('long.ndjson', `${resealed(longer).join('\n')}\n`);
    desk.write('future.ndjson', desk.read('day.ndjson').replace('"version":1', '"version":9'));

    const { stdout, stderr, code } = await desk.type(args, 'step\n');

    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain(`short-order: ${message}`);
  });
});
