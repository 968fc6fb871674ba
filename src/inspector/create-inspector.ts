import type { ControlledSystem } from '../system/controlled-system.js';
import { Feed } from './feed.js';
import { createHub, type OnCommand } from './hub.js';
import { createHubPage } from './hub-page.js';
import { type PageKind, pageOf } from './page-kind.js';
import { REFUSED, takeCommand } from './take-command.js';

/** The port that a hub takes unless told otherwise, or the first free one behind it. */
export const DEFAULT_INSPECTOR_PORT = 8970;

export interface InspectorOptions {
  /** Which page shows the system: `stately` unless given; `viz` is the older visualiser. */
  readonly kind?: PageKind;
  /** Where that page is, if it is not to be the one that Stately hosts. */
  readonly page?: string;
  /** {@link DEFAULT_INSPECTOR_PORT} unless given; 0 takes any that is free. */
  readonly port?: number;
  /** Whether the page of `viz` may send events to actors; `false` unless given. */
  readonly commands?: boolean;
}

/** A system that can be watched in a browser. */
export interface Inspector {
  /** What to open in a browser on this machine. It has a token in it, without which nothing is served. */
  readonly address: string;
  /** The port that it is: another than was asked for where that was in use. */
  readonly port: number;
  /** How many pages watch. */
  readonly watching: number;
  /** How many frames were left out, over all pages, because they read too slowly. */
  readonly leftOut: number;
  /** Tells the pages that nothing more comes, and why, and lets go of them and of the port. */
  close(reason?: string): Promise<void>;
}

/**
 * Serves a page, to this machine alone, on which the actors of a system can be seen at work in the Stately inspector;
 * to be called before the system starts.
 *
 * Under any scheduler, the workers included, it is the trace's own stream of steps that is shown. A page that reads too
 * slowly misses frames; the run misses nothing.
 *
 * @throws InspectorError for a port, an address or a system that will not do, or where a package is missing
 *
 * @example
 * ```ts
 * const run = createRun(machine, { clock: createScaledClock(10) });
 * const inspector = await createInspector(run.system);
 * console.log(`open ${inspector.address}`);
 * await run.finish();
 * await inspector.close();
 * ```
 */
export async function createInspector(
  system: ControlledSystem,
  { kind = 'stately', page, port = DEFAULT_INSPECTOR_PORT, commands = false }: InspectorOptions = {},
): Promise<Inspector> {
  const { address, greeting, protocol } = await pageOf(kind);
  const hubPage = createHubPage({
    title: `${system.root.id} · Short Order`,
    inspector: page ?? address,
    greeting,
  });
  const feed = new Feed(system, protocol);
  const onCommand: OnCommand = (body) => (commands ? takeCommand(system, feed, body) : REFUSED);
  try {
    const hub = await createHub({ feed, page: hubPage, port, onCommand });
    return {
      address: hub.address,
      port: hub.port,
      get watching() {
        return hub.watching;
      },
      get leftOut() {
        return hub.leftOut;
      },
      close: (reason = 'The run is over.') => {
        feed.close();
        return hub.close(reason);
      },
    };
  } catch (error) {
    feed.close();
    throw error;
  }
}
