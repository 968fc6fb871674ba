import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStaffLog } from '../../src/restaurant/staff-log.js';

function logFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'short-order-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'a.log');
}

const fail = (error: Error) => {
  throw error;
};

test('a line has the time of the run in whole milliseconds, the actor and the text', () => {
  const file = logFile();
  writeFileSync(file, 'the day before\n');
  const log = openStaffLog(file, { gather: false, onError: fail });
  log.note({ channel: 'staff', actor: 'Jane', text: 'Jane is working...' }, 1300.4);
  expect(readFileSync(file, 'utf8')).toBe(
    '{"level":30,"time":1300,"actor":"Jane","msg":"Jane is working..."}\n',
  );
  log.close();
});

test('a question is noted with its answer', () => {
  const file = logFile();
  const log = openStaffLog(file, { gather: true, onError: fail });
  log.note({ channel: 'prompt', actor: 'customer-0001', text: 'Number of burgers: ' }, 0);
  log.note({ channel: 'answer', actor: 'customer-0001', text: '2' }, 0);
  log.close();
  expect(readFileSync(file, 'utf8')).toBe(
    '{"level":30,"time":0,"actor":"customer-0001","msg":"Number of burgers: 2"}\n',
  );
});

test('of many lines at once only a few kilobytes stay in memory', () => {
  const file = logFile();
  const log = openStaffLog(file, { gather: true, onError: fail });
  for (let line = 0; line < 1000; line++) {
    log.note({ channel: 'staff', actor: 'John', text: 'x'.repeat(100) }, line);
  }
  const onDisk = statSync(file).size;
  log.close();
  expect(statSync(file).size - onDisk).toBeLessThan(10_000);
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(1000);
});

test.runIf(process.platform === 'linux')('a full disk is reported, and holds nobody up', () => {
  const errors: (string | undefined)[] = [];
  const log = openStaffLog('/dev/full', {
    gather: true,
    onError: ({ code }: NodeJS.ErrnoException) => errors.push(code),
  });
  log.note({ channel: 'staff', actor: 'John', text: 'John is working...' }, 0);
  log.close();
  expect(errors).toContain('ENOSPC');
});
