import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const editor = fileURLToPath(new URL('fixtures/editor.mjs', import.meta.url));
const source = pathOf('../../machines/staff.ts');

/** Node has had it from the start, or behind this flag. */
const flag = '--experimental-websocket';
const flags = process.allowedNodeEnvironmentFlags.has(flag) ? [flag] : [];

test('a breakpoint on a line of TypeScript in machines/ is hit through the inspector protocol', async () => {
  const code = "return { type: 'item.made', order, item: name };";
  const line =
    readFileSync(source, 'utf8')
      .split('\n')
      .findIndex((text) => text.includes(code)) + 1;
  expect(line).toBeGreaterThan(0);

  const { stdout } = await run(process.execPath, [
    ...flags,
    editor,
    pathOf('../../dist/machines/staff.js'),
    String(line),
    pathOf('../../dist/src/cli/main.js'),
    'run',
    'two-staff',
  ]);

  expect(JSON.parse(stdout)).toMatchObject({ hits: 1, source, line });
});
