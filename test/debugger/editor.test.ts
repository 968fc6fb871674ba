import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const editor = fileURLToPath(new URL('fixtures/editor.mjs', import.meta.url));
const editorOfThreads = fileURLToPath(new URL('fixtures/editor-of-threads.mjs', import.meta.url));
const source = pathOf('../../machines/staff.ts');
const code = "return { type: 'item.made', order, item: name };";
const line =
  readFileSync(source, 'utf8')
    .split('\n')
    .findIndex((text) => text.includes(code)) + 1;

/** Node has had it from the start, or behind this flag. */
const flag = '--experimental-websocket';
const flags = process.allowedNodeEnvironmentFlags.has(flag) ? [flag] : [];

/** What one of the stand-ins for an editor says of a run with a breakpoint on the line. */
async function seenBy(standIn: string, ...program: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [
    ...flags,
    standIn,
    pathOf('../../dist/machines/staff.js'),
    String(line),
    pathOf('../../dist/src/cli/main.js'),
    ...program,
  ]);
  return JSON.parse(stdout);
}

test('a breakpoint on a line of TypeScript in machines/ is hit through the inspector protocol', async () => {
  expect(await seenBy(editor, 'run', 'two-staff')).toMatchObject({ hits: 1, source, line });
});

test('threads are listed under the names of the staff on them, and a breakpoint is hit in one of them', async () => {
  const threads = ['--scheduler', 'workers', '--threads', '2'];

  expect(await seenBy(editorOfThreads, 'run', 'two-staff', ...threads)).toEqual({
    titles: ['[worker 1] short-order 0: John', '[worker 2] short-order 1: Jane'],
    pausedIn: '[worker 1] short-order 0: John',
    source,
    line,
  });
});
