import { get, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import type { PageStatus } from '../../src/inspector/page/page-data.js';
import type { WireMessage } from '../../src/inspector/wire-message.js';

/** Watches as the page does, without a browser. */
export interface Watcher {
  readonly messages: readonly WireMessage[];
  readonly status: PageStatus | undefined;
  /** Stops to read, or goes on. */
  stall(): void;
  goOn(): void;
  /** Resolves when the hub has said that nothing more comes. */
  readonly ended: Promise<void>;
  leave(): void;
}

/** Begins to watch at the address of a page; resolves when the hub has answered. */
export async function watchAt(address: string): Promise<Watcher> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(address.replace('/?', '/frames?'), resolve).on('error', reject);
  });
  onTestFinished(() => {
    response.destroy();
  });
  const messages: WireMessage[] = [];
  let status: PageStatus | undefined;
  let rest = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data: unknown = JSON.parse(block.slice(block.indexOf('data: ') + 6));
      if (block.startsWith('event: status')) {
        status = data as PageStatus;
      } else {
        messages.push(data as WireMessage);
      }
    }
  });
  return {
    messages,
    get status() {
      return status;
    },
    stall: () => {
      response.pause();
    },
    goOn: () => {
      response.resume();
    },
    ended: new Promise((resolve) => {
      response.on('close', resolve);
    }),
    leave: () => {
      response.destroy();
    },
  };
}

/** What a hub answers. */
export interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

/** Asks a hub for something, with these headers. */
export function ask(address: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(address, { headers }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => {
          text += chunk;
        })
        .on('end', () => resolve({ status: response.statusCode, text }));
    }).on('error', reject);
  });
}
