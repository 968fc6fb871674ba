import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterHostDelay } from '../clock/host-timers.js';
import type { Feed } from './feed.js';
import type { HubPage } from './hub-page.js';
import { LOOPBACK, listenOnLoopback } from './listen-on-loopback.js';
import { PageStream } from './page-stream.js';
import { readBody } from './read-body.js';
import type { CommandAnswer } from './take-command.js';
import { createToken, isToken } from './token.js';

/** Does what a page wants done. */
export type OnCommand = (body: string) => CommandAnswer;

export interface HubOptions {
  readonly feed: Feed;
  readonly page: HubPage;
  readonly port: number;
  readonly onCommand: OnCommand;
}

/** Serves the pages that watch a system, to this machine alone. */
export interface Hub {
  /** Where the page is, with the token without which nothing is served. */
  readonly address: string;
  readonly port: number;
  /** How many pages watch. */
  readonly watching: number;
  /** How many frames the pages have missed, those that are gone among them. */
  readonly leftOut: number;
  /** Tells the pages why nothing more comes, and lets go of them and of the port. */
  close(reason: string): Promise<void>;
}

/** How long a page that does not read holds up the end, in milliseconds of the host's time. */
const LAST_WORDS = 1000;

/**
 * Opens a hub on a port, or on the next that is free.
 *
 * @throws InspectorError `ERR_INSPECTOR_PORT`
 */
export async function createHub({ feed, page, port: wanted, onCommand }: HubOptions): Promise<Hub> {
  const token = createToken();
  const streams = new Set<PageStream>();
  let leftOutBefore = 0;
  let hosts: readonly string[] = [];

  const stream = (response: ServerResponse): void => {
    const opened = new PageStream(response, feed);
    streams.add(opened);
    response.on('close', () => {
      opened.forget();
      streams.delete(opened);
      leftOutBefore += opened.leftOut;
    });
  };
  const command = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const { status, text } = body === undefined ? { status: 413, text: 'too long' } : onCommand(body);
    answer(response, status, text);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${LOOPBACK}`);
    if (!isFromHere(request, hosts)) {
      answer(response, 403, 'This is for pages of its own alone.');
    } else if (!isToken(url.searchParams.get('token'), token)) {
      answer(response, 403, 'The address lacks its token; use the one that was printed.');
    } else if (request.method === 'GET' && url.pathname === '/') {
      response.writeHead(200, page.headers).end(page.html);
    } else if (request.method === 'GET' && url.pathname === '/frames') {
      stream(response);
    } else if (request.method === 'POST' && url.pathname === '/commands') {
      await command(request, response);
    } else {
      answer(response, 404, 'There is nothing here.');
    }
  };

  const server = createServer((request, response) => {
    // A page may go at any time; what is left of its request then matters to nobody.
    serve(request, response).catch(() => response.destroy());
  });
  const port = await listenOnLoopback(server, wanted);
  hosts = [`${LOOPBACK}:${port}`, `localhost:${port}`];

  return {
    address: `http://${LOOPBACK}:${port}/?token=${token}`,
    port,
    get watching() {
      return streams.size;
    },
    get leftOut() {
      return [...streams].reduce((sum, { leftOut }) => sum + leftOut, leftOutBefore);
    },
    async close(reason) {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      const cancel = afterHostDelay(LAST_WORDS, () => server.closeAllConnections());
      await Promise.all([...streams].map((open) => open.close(reason)));
      cancel();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/** Whether a request is a person's own, or of the page that was served; other sites may guess addresses, too. */
function isFromHere({ headers }: IncomingMessage, hosts: readonly string[]): boolean {
  const { host = '', origin, 'sec-fetch-site': site = 'none' } = headers;
  const isOwn = origin === undefined || hosts.some((known) => origin === `http://${known}`);
  return hosts.includes(host) && isOwn && ['none', 'same-origin'].includes(site);
}
