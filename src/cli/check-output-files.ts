import { accessSync, closeSync, constants, openSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { usageError } from './command-error.js';
import { fileProblem } from './file-problem.js';

/** A file that an option names. */
export interface NamedFile {
  readonly option: string;
  readonly path: string;
}

/**
 * Throws a usage error unless all outputs can be written, each to a file of its own. Nothing is created or emptied
 * by this, so that a mistake in one option leaves the files of the others as they were.
 */
export function checkOutputFiles(outputs: readonly NamedFile[], inputs: readonly NamedFile[]): void {
  const others = [...inputs];
  for (const output of outputs) {
    checkWritable(output);
    const twin = others.find(({ path }) => isSameFile(path, output.path));
    if (twin !== undefined) {
      throw usageError(
        `${output.option} ${output.path}: is the file of ${twin.option} as well; name another`,
      );
    }
    others.push(output);
  }
}

function checkWritable({ option, path }: NamedFile): void {
  const folder = dirname(resolve(path));
  if (statIfAny(folder)?.isDirectory() !== true) {
    throw usageError(`${option} ${path}: there is no folder ${dirname(path)} to write it to`);
  }
  const known = statIfAny(path);
  try {
    if (known === undefined) {
      accessSync(folder, constants.W_OK | constants.X_OK);
    } else if (known.isFile() || known.isDirectory()) {
      closeSync(openSync(path, constants.O_WRONLY));
    }
  } catch (error) {
    throw usageError(`${option} ${path}: ${fileProblem(error, 'written')}`);
  }
}

/** Whether two paths lead to one file; what is no file, such as /dev/null, may be named twice. */
function isSameFile(a: string, b: string): boolean {
  return statIfAny(a)?.isFile() !== false && realPath(a) === realPath(b);
}

function statIfAny(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
