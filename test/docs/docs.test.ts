import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { consoleBlocks, withOutputs } from './console-blocks.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'short-order-docs-'));
const documents = ['README.md', ...markdownIn('docs')];
linkPackages();

afterAll(() => rmSync(folder, { recursive: true }));

/** Rewrites what the documents say that commands print: `UPDATE_DOCS=1 npx vitest run test/docs`. */
if (process.env['UPDATE_DOCS'] !== undefined) {
  for (const document of documents) {
    const markdown = read(document);
    const updated = withOutputs(markdown, (command, line) => {
      saveFiles(markdown, line);
      return outputOf(command);
    });
    writeFileSync(join(root, document), updated);
  }
}

describe.each(documents)('%s', (document) => {
  const markdown = read(document);

  test.each(
    consoleBlocks(markdown).flatMap(({ line, entries }) =>
      entries.map(({ command, output }) => ({ line, command, output })),
    ),
  )('line $line: `$command` prints what the document says', ({ line, command, output }) => {
    saveFiles(markdown, line);
    expect(outputOf(command)).toEqual(output);
  });

  test.each(snippetsIn(markdown))(
    'line $line: the snippet prints what the document says',
    ({ code, output }) => {
      expect(runSnippet(code)).toBe(output);
    },
  );

  test('links to files that exist', () => {
    const targets = [...markdown.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
    const missing = targets.filter((target) => !exists(join(root, dirname(document), target)));

    expect(missing).toEqual([]);
  });
});

test('the execution model names test groups that exist, one for each of its ten points', () => {
  const suite = read('test/conformance/describe-scheduler.ts');
  const named = [...read('docs/execution-model.md').matchAll(/^Tests: `(.+)`$/gm)].map(
    (match) => match[1] ?? '',
  );

  expect(named).toHaveLength(10);
  expect(named.filter((name) => !suite.includes(`describe('${name}'`))).toEqual([]);
});

/** Runs a shell command with `npx short-order` standing for the command just built, in a folder of its own. */
function outputOf(command: string): string[] {
  const { stdout } = spawnSync('bash', ['-c', `(${command}) 2>&1`], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${shims()}:${process.env['PATH']}`, NO_COLOR: '1', COLUMNS: '80' },
  });
  return stdout === '' ? [] : stdout.replace(/\n$/, '').split('\n');
}

/** A folder with an `npx` that runs what `npm ci` links as `short-order`, and Vitest. */
function shims(): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh
name=$1
shift
case $name in
  vitest) exec "${process.execPath}" "${join(root, 'node_modules/vitest/vitest.mjs')}" "$@" ;;
  *) exec "${process.execPath}" "${join(root, 'dist/src/cli/main.js')}" "$@" ;;
esac
`;
  writeFileSync(join(bin, 'npx'), script, { mode: 0o755 });
  return bin;
}

/** Lets modules in the folder import what a user would have installed there. */
function linkPackages(): void {
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  symlinkSync(root, join(packages, 'short-order'));
  for (const name of ['xstate', 'vitest']) {
    symlinkSync(join(root, 'node_modules', name), join(packages, name));
  }
}

/** Saves the blocks in TypeScript before a line whose first line is a comment with the name of a file. */
function saveFiles(markdown: string, line: number): void {
  const before = markdown.split('\n').slice(0, line).join('\n');
  for (const [, name = '', code = ''] of before.matchAll(/```ts\n\/\/ (\S+\.mjs)\n([\s\S]*?)```/g)) {
    writeFileSync(join(folder, name), code);
  }
}

/** The blocks in TypeScript that print something, each with the block of plain text behind it. */
function snippetsIn(markdown: string): { line: number; code: string; output: string }[] {
  const pattern = /```ts\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g;
  return [...markdown.matchAll(pattern)].map((match) => ({
    line: markdown.slice(0, match.index).split('\n').length,
    code: match[1] ?? '',
    output: match[2] ?? '',
  }));
}

/**
 * Runs a snippet, which must be free of type annotations, as a module inside of the package, where `short-order`
 * is the package itself.
 */
function runSnippet(code: string): string {
  const place = mkdtempSync(join(root, 'dist', 'snippet-'));
  try {
    const file = join(place, 'snippet.mjs');
    writeFileSync(file, code);
    return execFileSync(process.execPath, [file], { encoding: 'utf8' });
  } finally {
    rmSync(place, { recursive: true });
  }
}

function markdownIn(path: string): string[] {
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(path, name))
    .sort();
}

function read(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

function exists(path: string): boolean {
  return readdirSync(dirname(path)).includes(path.split('/').findLast((part) => part !== '') ?? '');
}
