import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ReplayLineError } from './explorer-errors.js';

/** A schedule to be run again, and the system that it is of. */
export interface SavedSchedule {
  /** The addresses of the actors that the start of the system starts, the root's first. */
  readonly system: readonly string[];
  /** The name of each decision behind the start. */
  readonly decisions: readonly string[];
}

/**
 * Writes a schedule as one line of letters, digits, `-`, `_` and dots: `so1.4f0c….9ac1`.
 *
 * The parts are the version, the schedule (JSON, deflated, as base64url), and the first digits of its SHA-256, by
 * which a line that was cut short or changed is known. It holds addresses and event types and nothing that
 * differs from one process to the next.
 */
export function writeReplayLine({ system, decisions }: SavedSchedule): string {
  const names = [...new Set(decisions)];
  const places = new Map(names.map((name, place) => [name, place]));
  const content = { system, names, order: decisions.map((name) => places.get(name)) };
  const text = deflateRawSync(JSON.stringify(content)).toString('base64url');
  return `${VERSION}.${text}.${checkOf(text)}`;
}

/** The digits at the end of a replay line, by which one schedule is told from another. */
export function checkOfLine(line: string): string {
  return line.slice(line.lastIndexOf('.') + 1);
}

/**
 * Reads what {@link writeReplayLine} wrote. Lines that begin with `#` are passed over.
 *
 * @throws ReplayLineError where the line is none, of another version, cut short or changed
 */
export function readReplayLine(line: string): SavedSchedule {
  const [version = '', text = '', check = '', ...rest] = withoutComments(line).split('.');
  if (!/^so\d+$/.test(version)) {
    throw new ReplayLineError(`it begins with "${version.slice(0, 20)}", and a replay line with ${VERSION}`);
  }
  if (version !== VERSION) {
    throw new ReplayLineError(`it is of version ${version}, and only ${VERSION} can be read`);
  }
  if (check !== checkOf(text) || rest.length > 0) {
    throw new ReplayLineError('it was cut short or changed; copy the whole line');
  }
  const { system, names, order } = JSON.parse(inflateRawSync(Buffer.from(text, 'base64url')).toString()) as {
    readonly system: readonly string[];
    readonly names: readonly string[];
    readonly order: readonly number[];
  };
  return { system, decisions: order.map((place) => names[place] ?? '') };
}

const VERSION = 'so1';

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('')
    .trim();
}

function checkOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
