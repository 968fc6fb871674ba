import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';

/** Chromium speaks to the network by itself, and the tests need none. */
const flags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--no-sandbox',
];

/** For how many milliseconds a page is waited for. */
const MOST_PATIENT = 60_000;

/** A browser for the tests of a file. */
export interface TestBrowser {
  /** A page in a window of its own, closed when the test has finished. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
}

/** Starts a Chromium for the tests of this file, without a window, and closes it after them. */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    const { executablePath, env } = inject('chromium');
    browser = await chromium.launch({ executablePath, env: { ...process.env, ...env }, args: flags });
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    async newPage(options) {
      if (browser === undefined) {
        throw new Error('a page is opened in a test, when the browser is there');
      }
      const window = await browser.newContext(options);
      onTestFinished(() => window.close());
      const page = await window.newPage();
      page.setDefaultTimeout(MOST_PATIENT);
      return page;
    },
  };
}
