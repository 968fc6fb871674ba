import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Chromium } from './chromium.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const unpackedOnes = join(here, '../../node_modules/.cache/short-order-chromium');
const unpackProgram = "import('@sparticuz/chromium').then((it) => it.default.executablePath())";

/** The package's own looks for its fonts where Amazon would have them; without a font, no text has a size. */
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
</fontconfig>
`;

/**
 * The Chromium of the npm package `@sparticuz/chromium`, unpacked once and kept beside the installed packages.
 * It is a Linux program for x64, with the libraries that it needs.
 */
export async function unpackNpmChromium(): Promise<Chromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `no Chromium was found, and the one from npm does not run on ${process.platform} ${process.arch}: ` +
        'install Chromium or Chrome, or say in CHROME_PATH where it is',
    );
  }
  const folder = join(unpackedOnes, packageVersion());
  if (!existsSync(folder)) {
    await unpackInto(folder);
  }
  writeFileSync(join(folder, 'fonts', 'fonts.conf'), fontsConf);
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
  };
}

function packageVersion(): string {
  const require = createRequire(import.meta.url);
  const packageFolder = dirname(dirname(dirname(require.resolve('@sparticuz/chromium'))));
  return (require(join(packageFolder, 'package.json')) as { version: string }).version;
}

/** Whole or not at all: other runs of the tests may do the same at this moment. */
async function unpackInto(folder: string): Promise<void> {
  mkdirSync(unpackedOnes, { recursive: true });
  const unfinished = mkdtempSync(`${folder}-`);
  // In a process of its own, because the package changes the environment of the one that imports it. It unpacks to
  // the folder for temporary files, and the libraries only where it takes itself to be at Amazon's.
  await promisify(execFile)(process.execPath, ['--eval', unpackProgram], {
    cwd: here,
    env: { ...process.env, TMPDIR: unfinished, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  });
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) {
      throw error;
    }
  }
}
