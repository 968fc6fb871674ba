import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const project = fileURLToPath(new URL('../..', import.meta.url));
/** An empty folder but for the package, as `npm install` unpacks it, and what it says that it depends on. */
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'short-order-installed-')));
const installed = join(folder, 'node_modules', 'short-order');

beforeAll(() => {
  const npm = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const tarball = execFileSync('npm', npm, { cwd: project, encoding: 'utf8' }).trim();
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
  const { bin, dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;
  for (const name of [...Object.keys(dependencies), 'xstate']) {
    link(join(project, 'node_modules', name), join(folder, 'node_modules', name));
  }
  for (const [name, file] of Object.entries(bin)) {
    link(join(installed, file), join(folder, 'node_modules', '.bin', name));
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

function run(command: string, ...args: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { stdout, stderr, status };
}

const shortOrder = (line: string) => run(join('node_modules', '.bin', 'short-order'), ...line.split(' '));

// Each of these starts commands that start threads.
describe('what npm packs', { timeout: 120_000 }, () => {
  test('runs a system of its user on threads', () => {
    writeFileSync(
      join(folder, 'kitchen.mjs'),
      `import { sendParent, setup } from 'xstate';
      import { threadId } from 'node:worker_threads';
      const cook = setup({}).createMachine({ entry: sendParent(() => ({ type: 'COOKED', threadId })) });
      export const kitchen = setup({ actors: { cook } }).createMachine({
        context: { threads: [] },
        invoke: [{ src: 'cook', id: 'john' }, { src: 'cook', id: 'jane' }],
        on: { COOKED: { actions: ({ context, event }) => context.threads.push(event.threadId) } },
      });`,
    );
    writeFileSync(
      join(folder, 'on-threads.mjs'),
      `import { createRun, createWorkersScheduler } from 'short-order';
      import { kitchen } from './kitchen.mjs';
      const module = new URL('./kitchen.mjs', import.meta.url);
      const modules = { '(machine)': { module, export: 'kitchen' } };
      const scheduler = createWorkersScheduler({ threads: 2, modules });
      const run = createRun(kitchen, { scheduler });
      const { status } = await run.finish();
      console.log(status, run.system.root.getSnapshot().context.threads);
      await scheduler.close();`,
    );

    expect(run(process.execPath, 'on-threads.mjs')).toEqual({
      stdout: 'at-rest [ 1, 2 ]\n',
      stderr: '',
      status: 0,
    });
  });

  test('has the files of all threads that the command starts', () => {
    const alone = shortOrder('run all-at-once');
    const lockstep = shortOrder('run all-at-once --scheduler workers --threads 2');
    const race = shortOrder('race --trials 5');
    const explored = shortOrder('explore lock --strategy random --schedules 5 --threads 2');

    expect(alone).toMatchObject({ status: 0 });
    expect(lockstep).toEqual({
      ...alone,
      stderr: alone.stderr.replace('cooperative fifo', 'workers lockstep 2 fifo'),
    });
    expect(race.stdout).toMatch(/with a lock +5 +0 \(0\.0 %\)/);
    expect(explored).toMatchObject({
      stdout: expect.stringContaining('Schedules  5 run') as string,
      status: 0,
    });
  });

  test('keeps a system of its user on threads while it is debugged, made by a function', () => {
    writeFileSync(
      join(folder, 'lamp.mjs'),
      `import { setup } from 'xstate';
      const bulb = setup({}).createMachine({ initial: 'dark', states: { dark: { after: { 1000: 'lit' } }, lit: {} } });
      const lamp = setup({ actors: { bulb } }).createMachine({ id: 'lamp', invoke: { src: 'bulb', id: 'bulb' } });
      export const makeLamp = () => ({ machine: lamp });`,
    );
    const command = join('node_modules', '.bin', 'short-order');
    const { stdout, status } = spawnSync(
      command,
      ['debug', './lamp.mjs#makeLamp', '--scheduler', 'workers'],
      { cwd: folder, encoding: 'utf8', input: 'continue\nwhere\n', timeout: 60_000 },
    );

    expect(status).toBe(0);
    expect(stdout).toMatch(/debug> where\nlamp\nlamp\/bulb +lit\n$/);
  });

  test('has no older visualiser, and says what brings it', () => {
    expect(shortOrder('run two-staff --inspect=viz --inspect-port 0')).toEqual({
      stdout: '',
      stderr:
        'short-order: the visualiser needs a bridge that is not installed: npm install --save-dev short-order-viz\n',
      status: 2,
    });
  });

  test('says which file is missing, where the one that a thread runs is', () => {
    const file = join(installed, 'dist', 'src', 'scheduler', 'workers', 'hosting-worker.js');
    renameSync(file, `${file}.away`);

    const lockstep = shortOrder('run all-at-once --scheduler workers --threads 2');
    renameSync(`${file}.away`, file);

    expect(lockstep).toMatchObject({
      stderr: `short-order: the file that a thread runs is not at ${pathToFileURL(file).href}; build the package, and keep its files together\n`,
      status: 1,
    });
  });
});
