import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { openBrowser } from '../../src/inspector/open-browser.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('opens the browser that the person has named, with the address as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'short-order-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const browser = join(folder, 'browser');
  writeFileSync(browser, `#!/bin/sh\nprintf '%s' "$1" > "$0.part" && mv "$0.part" "$0.opened"\n`);
  chmodSync(browser, 0o755);
  vi.stubEnv('BROWSER', browser);
  const onFailure = vi.fn<() => void>();

  openBrowser('http://127.0.0.1:1/?token=a&b=$(c) "d"', onFailure);

  await expect.poll(() => existsSync(`${browser}.opened`)).toBe(true);
  expect(readFileSync(`${browser}.opened`, 'utf8')).toBe('http://127.0.0.1:1/?token=a&b=$(c) "d"');
  expect(onFailure).not.toHaveBeenCalled();
});

test.each(['/nowhere/browser', 'false'])('says so where the browser %s does not open', async (browser) => {
  vi.stubEnv('BROWSER', browser);
  const onFailure = vi.fn<() => void>();

  openBrowser('http://127.0.0.1:1/', onFailure);

  await expect.poll(() => onFailure.mock.calls.length).toBe(1);
});
