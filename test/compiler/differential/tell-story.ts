import type { AnyStateMachine } from 'xstate';
import type { StepBlueprint } from './blueprint.js';
import type { Story } from './blueprints.js';
import type { Compiler } from './children.js';
import { Journal } from './journal.js';
import { machineOf } from './machine-of.js';

/** Takes each of a story's sequences with the machine that `compiler` makes; returns what was written down meanwhile. */
export async function tellStory(
  { machine, sequences }: Story,
  compiler: Compiler,
  take: (logic: AnyStateMachine, journal: Journal, steps: readonly StepBlueprint[]) => Promise<void>,
): Promise<readonly string[]> {
  const journal = new Journal();
  const { warn } = console;
  console.warn = (...said: unknown[]) => journal.note('warning', ...said);
  try {
    const logic = compiler(machineOf(machine, journal, compiler));
    for (const steps of sequences) {
      journal.begin();
      await take(logic, journal, steps);
    }
  } catch (error) {
    journal.note('thrown', error);
  } finally {
    console.warn = warn;
  }
  return journal.lines;
}
