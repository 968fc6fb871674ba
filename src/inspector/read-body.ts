import type { IncomingMessage } from 'node:http';

/** More than this no command has to say, in characters. */
const MOST_READ = 1 << 16;

/** Reads what was posted; `undefined` where it is too much. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  request.setEncoding('utf8');
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MOST_READ) {
      return undefined;
    }
  }
  return body;
}
