import type { TestProject } from 'vitest/node';
import type { Chromium } from './chromium.js';
import { findChromium } from './find-chromium.js';

declare module 'vitest' {
  interface ProvidedContext {
    chromium: Chromium;
  }
}

/** Finds the browser once, before the first test file, so that no two unpack it at a time. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('chromium', await findChromium());
}
