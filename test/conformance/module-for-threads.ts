import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

/**
 * A test's own module as threads can load it: JavaScript beside the tests, where it finds the packages that it imports.
 *
 * @returns the URL of the module
 */
export function moduleForThreads(file: string): string {
  const folder = fileURLToPath(new URL('../.for-threads/', import.meta.url));
  const source = fileURLToPath(new URL(file, import.meta.url));
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  // Each process has its own: tests run side by side.
  const path = `${folder}${basename(file, '.ts')}.${process.pid}.mjs`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, outputText);
  return pathToFileURL(path).href;
}
