import {
  createInspector,
  DEFAULT_INSPECTOR_PORT,
  type InspectorOptions,
} from '../inspector/create-inspector.js';
import { InspectorError } from '../inspector/inspector-error.js';
import { openBrowser } from '../inspector/open-browser.js';
import type { ControlledSystem } from '../system/controlled-system.js';
import { usageError } from './command-error.js';
import type { Host } from './host.js';
import { note } from './note.js';
import { listenForSignals } from './signals.js';

/** A run that is watched in a browser. */
export interface Watch {
  /** Leaves the page as it is until somebody at the terminal has seen enough. */
  linger(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Lets a system be watched in a browser, opens one on a terminal, and says where it is to be seen.
 *
 * @param say - says something beside the results, at any time
 */
export async function watchSystem(
  host: Host,
  system: ControlledSystem,
  options: InspectorOptions | undefined,
  say = (text: string): void => note(host, text),
): Promise<Watch | undefined> {
  if (options === undefined) {
    return undefined;
  }
  const { port: wanted = DEFAULT_INSPECTOR_PORT } = options;
  const inspector = await createInspector(system, options).catch((error: unknown) => {
    throw error instanceof InspectorError ? usageError(error.message) : error;
  });
  if (inspector.port !== wanted && wanted !== 0) {
    say(`port ${wanted} is in use; the inspector takes ${inspector.port}`);
  }
  say(`inspector: ${inspector.address}`);
  if (host.stderr.isTerminal) {
    openBrowser(inspector.address, () => say('no browser could be opened: open the address yourself'));
  }
  return {
    async linger() {
      if (inspector.leftOut > 0) {
        note(
          host,
          `the inspector left out ${inspector.leftOut} frames, which came faster than they were read`,
        );
      }
      if (host.stderr.isTerminal) {
        note(host, 'the run is over; the inspector stays open until Ctrl-C');
        await stopped(host.stop);
      }
    },
    close: () => inspector.close(),
  };
}

/** Resolves when the process is asked to end, which then is no failure. */
async function stopped(stop: AbortController): Promise<void> {
  let ignoreSignals = (): void => undefined;
  await new Promise<void>((resolve) => {
    const enough = new AbortController();
    enough.signal.addEventListener('abort', () => resolve());
    ignoreSignals = listenForSignals(resolve, enough);
    stop.signal.addEventListener('abort', () => resolve());
    if (stop.signal.aborted) {
      resolve();
    }
  });
  ignoreSignals();
}
