import type { Chromium } from './chromium.js';
import { findInstalledChromium } from './installed-chromium.js';
import { unpackNpmChromium } from './npm-chromium.js';

/**
 * The Chromium for the tests: that of `CHROME_PATH`, else one that is installed, else the one in the npm package.
 * Throws where there is none of them.
 */
export async function findChromium(): Promise<Chromium> {
  const executablePath = process.env['CHROME_PATH'] || findInstalledChromium();
  return executablePath === undefined ? unpackNpmChromium() : { executablePath, env: {} };
}
