import { CommandLineError } from './command.js';

/** The number behind a command, or `usual` where there is none; throws a {@link CommandLineError}. */
export function readCount(command: string, text: string, usual?: number): number {
  if (text === '' && usual !== undefined) {
    return usual;
  }
  if (!/^\d{1,15}$/.test(text)) {
    const got = text === '' ? 'nothing' : JSON.stringify(text);
    throw new CommandLineError(`${command} takes a whole number; got ${got}`);
  }
  return Number(text);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A time of the run in milliseconds: `5s`, `500ms`, `1.5m`; throws a {@link CommandLineError}. */
export function readTime(command: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (factor === undefined) {
    const got = text === '' ? 'nothing' : JSON.stringify(text);
    throw new CommandLineError(
      `${command} takes a time with its unit, as in 5s, 500ms, 2m or 1h; got ${got}`,
    );
  }
  return Number(number) * factor;
}
