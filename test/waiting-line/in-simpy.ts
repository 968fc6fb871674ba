import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { customersFile } from './customers.js';
import type { Result } from './customers.js';

/** One run in SimPy, which says how many seconds of processor time it took, without its start and reading the file. */
export interface SimPyRun extends Result {
  readonly seconds: number;
}

const program = fileURLToPath(new URL('queue-in-simpy.py', import.meta.url));

/** The Python that finds SimPy; undefined if none does. Debian's package is seen by Debian's Python alone. */
export function findSimPy(): string | undefined {
  return ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', 'import simpy']).status === 0,
  );
}

/** The versions of SimPy, and of the Python that runs it. */
export function versionOfSimPy(python: string): { readonly simpy: string; readonly python: string } {
  const saysVersions = 'import simpy, sys; print(simpy.__version__, sys.version.split()[0])';
  const [simpy = '', version = ''] = spawnSync(python, ['-c', saysVersions], { encoding: 'utf8' })
    .stdout.trim()
    .split(' ');
  return { simpy, python: version };
}

/** Runs the same waiting line in SimPy, several times in one process. */
export function runInSimPy(python: string, times: number, file: URL | string = customersFile): SimPyRun[] {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  const { status, stdout, stderr } = spawnSync(python, [program, path, `${times}`], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`SimPy ended with status ${status}: ${stderr}`);
  }
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SimPyRun);
}
