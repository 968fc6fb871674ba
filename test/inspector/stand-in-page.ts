import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll } from 'vitest';

/** The older visualiser's library needs XState 4, and is where that is. */
const bridge = fileURLToPath(new URL('../../src/inspector/viz-bridge/node_modules', import.meta.url));

/** A page that stands in for one that Stately hosts. */
export interface StandInPage {
  /** Where it is, for as long as the tests of the file run. */
  readonly address: string;
}

/** Serves a page of `stand-in/`, made of the receiver that the hosted page uses, to the tests of this file. */
export function useStandIn(name: 'stately' | 'viz'): StandInPage {
  let server: Server | undefined;
  let address = '';
  beforeAll(async () => {
    const program = await bundled(fileURLToPath(new URL(`stand-in/${name}.ts`, import.meta.url)));
    const html = `<!doctype html><meta charset="utf-8"><title>${name}</title><body><script type="module">${program}</script>`;
    server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    });
    await new Promise((resolve) => {
      server?.listen(0, '127.0.0.1', () => resolve(undefined));
    });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server?.closeAllConnections();
    server?.close();
  });
  return {
    get address() {
      return address;
    },
  };
}

async function bundled(input: string): Promise<string> {
  const bundle = await rolldown({
    input,
    platform: 'browser',
    tsconfig: false,
    resolve: { modules: ['node_modules', bridge] },
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return output[0].code.replaceAll('</script', String.raw`<\/script`);
}
