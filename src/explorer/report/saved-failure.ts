import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
    mkdirSync(folder, { recursive: true });
    writeFileSync(files.schedule, `${commentOf(property)}${commentOf(message)}${replay}\n`);
    writeFileSync(files.diagram, sequenceDiagram(explanation));
    return files;
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function commentOf(text: string): string {
  return `# ${text.replaceAll(/\s+/g, ' ')}\n`;
}
