import { createHash } from 'node:crypto';

/** The lines of a trace, of which the first or the last was changed, sealed as if it had been written so. */
export function resealed(lines: readonly string[]): string[] {
  const [header = ''] = lines;
  const { seal: _, ...unsealed } = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
  const text = JSON.stringify(unsealed);
  const seal = createHash('sha256').update(`${header}\n${text}\n`).digest('hex');
  return [...lines.slice(0, -1), `${text.slice(0, -1)},"seal":"${seal}"}`];
}
