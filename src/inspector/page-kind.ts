import { InspectorError } from './inspector-error.js';
import { type Protocol, statelyProtocol } from './protocol.js';

/** A page that shows a system: the Stately inspector, or the older visualiser. */
export type PageKind = 'stately' | 'viz';

/** Every kind of page. */
export const pageKinds: readonly PageKind[] = ['stately', 'viz'];

/** How a kind of page is talked to. */
export interface PageAccess {
  /** Where Stately hosts it. */
  readonly address: string;
  /** The type of the message by which it says that it is there. */
  readonly greeting: string;
  readonly protocol: Protocol;
}

/** The package with the bridge to the older visualiser; it brings its own XState 4, which most do not need. */
const BRIDGE = 'short-order-viz';

/** @throws InspectorError `ERR_INSPECTOR_MISSING` where the bridge to the older visualiser is not installed */
export async function pageOf(kind: PageKind): Promise<PageAccess> {
  return kind === 'stately'
    ? {
        address: 'https://stately.ai/inspect',
        greeting: '@statelyai.connected',
        protocol: statelyProtocol,
      }
    : {
        address: 'https://stately.ai/viz?inspect',
        greeting: 'xstate.inspecting',
        protocol: await loadBridge(),
      };
}

async function loadBridge(): Promise<Protocol> {
  try {
    const { createVizProtocol } = (await import(BRIDGE)) as { createVizProtocol: () => Protocol };
    return createVizProtocol();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') {
      throw new InspectorError(
        'ERR_INSPECTOR_MISSING',
        `the visualiser needs a bridge that is not installed: npm install --save-dev ${BRIDGE}`,
        { cause: error },
      );
    }
    throw error;
  }
}
