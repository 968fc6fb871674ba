import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { checkOfLine, readReplayLine } from '../replay-line.js';
import type { FailureExplanation } from './failure-explanation.js';
import { sequenceDiagram } from './sequence-diagram.js';

/** The files that a failure was written to, or why it could not be. */
export type SavedFailure =
  | {
      /** The path of the schedule, which `replay` takes. */
      readonly schedule: string;
      /** The path of the Mermaid sequence diagram. */
      readonly diagram: string;
    }
  | { readonly problem: string };

/**
 * Writes a failing schedule and its sequence diagram into a folder, which is made where there is none.
 *
 * The files are called by the name and by what the schedule is, `race-cc14c158.schedule` and `race-cc14c158.mmd`: the
 * same failure goes to the same files. A folder that cannot be written is no reason to lose the report, so that this
 * does not throw.
 *
 * @param name - the address of the root unless given
 */
export function saveFailure(explanation: FailureExplanation, folder: string, name?: string): SavedFailure {
  const { property, message, replay } = explanation;
  const title = name ?? readReplayLine(replay).system[0] ?? 'failure';
  const path = join(folder, `${title.replaceAll(/[^\w.-]+/g, '-')}-${checkOfLine(replay)}`);
  const files = { schedule: `${path}.schedule`, diagram: `${path}.mmd` };
  try {
    makeFolder(resolve(folder));
    writeFileSync(files.schedule, `${commentOf(property)}${commentOf(message)}${replay}\n`);
    writeFileSync(files.diagram, sequenceDiagram(explanation));
    return files;
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** Makes a folder and those above it, one by one: made all at once, Node tries for ever where none may be, as in /proc. */
function makeFolder(path: string): void {
  if (isFolder(path)) {
    return;
  }
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(path)) {
      throw error;
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function commentOf(text: string): string {
  return `# ${text.replaceAll(/\s+/g, ' ')}\n`;
}
