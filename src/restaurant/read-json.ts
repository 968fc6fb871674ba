import type { z } from 'zod';
import { InputError } from './input-error.js';
import type { InputErrorCode } from './input-error.js';

/**
 * Reads JSON text that a user has written, as the schema wants it.
 *
 * @param text - the text
 * @param file - what the text is called in messages
 * @param schema - what is right; the messages of its checks say what would be
 * @throws InputError with this code: not JSON, with line and column where they are known, or a wrong field
 */
export function readJson<T>(text: string, file: string, schema: z.ZodType<T>, code: InputErrorCode): T {
  const data = parse(text.replace(/^\uFEFF/, ''), file, code);
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue === undefined) throw new InputError(code, `${file}: is not as it should be.`);
  const where = issue.path.length === 0 ? '' : ` ${fieldName(issue.path)}:`;
  const found = issue.code === 'unrecognized_keys' ? '' : ` (found: ${excerpt(valueAt(data, issue.path))})`;
  throw new InputError(code, `${file}:${where} ${issue.message}${found}.`);
}

function parse(text: string, file: string, code: InputErrorCode): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(code, `${file}${place(reason, text)}: is not JSON: ${oneLine(reason)}.`);
  }
}

/** `:line:column`, if the engine says where it stopped. */
function place(reason: string, text: string): string {
  const position = /at position (\d+)/.exec(reason)?.[1];
  if (position === undefined) return /end of JSON input/.test(reason) ? lineAndColumn(text) : '';
  return lineAndColumn(text.slice(0, Number(position)));
}

function lineAndColumn(textBefore: string): string {
  const lines = textBefore.split('\n');
  return `:${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

/** `customers[1].think` */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown>)?.[step], data);
}

const longest = 40;

function excerpt(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\.$/, '');
}
