import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import type { PictureKind } from '../../../src/trace/pictures/draw-trace.js';
import type { TraceStep } from '../../../src/trace/trace-format.js';

const program = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url));

/** A recorded service of the restaurant, and the pictures that the command draws of it. */
export interface DrawnService {
  /** The steps of its trace, by their numbers. */
  readonly steps: readonly TraceStep[];
  /** Draws it; the path of the file. */
  draw(as: PictureKind, ...options: readonly string[]): string;
}

/** The URL of a file, for a browser to open. */
export function urlOf(path: string): string {
  return pathToFileURL(path).href;
}

/** Records services by the command as it was built, each once, in a folder that is gone after the tests of this file. */
export function servicesIn(): (scenario: string, ...options: readonly string[]) => DrawnService {
  const folder = mkdtempSync(join(tmpdir(), 'short-order-pictures-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (...args: readonly string[]): void => {
    execFileSync(process.execPath, [program, ...args], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  };
  const known = new Map<string, DrawnService>();
  return (scenario, ...options) => {
    const name = [scenario, ...options].join('').replaceAll(/[^\w]/g, '');
    const before = known.get(name);
    if (before !== undefined) {
      return before;
    }
    const trace = join(folder, `${name}.ndjson`);
    run('run', scenario, ...options, '--trace', trace, '--quiet');
    const lines = readFileSync(trace, 'utf8').trimEnd().split('\n').slice(1, -1);
    const service: DrawnService = {
      steps: lines.map((line) => JSON.parse(line) as TraceStep).filter((line) => 'step' in line),
      draw(as, ...drawOptions) {
        const picture = join(folder, `${name}.${as === 'perfetto' ? 'json' : as}`);
        run('draw', trace, '--as', as, '--output', picture, ...drawOptions);
        return picture;
      },
    };
    known.set(name, service);
    return service;
  };
}
