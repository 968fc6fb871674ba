import { readFileSync } from 'node:fs';

/** The files of the page's program, each behind those that it imports. */
const FILES = [
  'lane-data',
  'axis',
  'stays',
  'crowd',
  'lane-rows',
  'describe',
  'paint',
  'step-table',
  'chart',
  'main',
];

/**
 * The program of the swim-lane page as one text for a `<script type="module">`: the compiled files of `page/`, one
 * after the other, without the imports and exports that joined them.
 *
 * @param folder - where the compiled files are
 */
export function pageProgram(folder = new URL('./page/', import.meta.url)): string {
  return FILES.map((name) => {
    const code = readFileSync(new URL(`${name}.js`, folder), 'utf8');
    return code.replaceAll(/^import [^;]*;\n/gm, '').replaceAll(/^export |^\/\/# source.*\n?/gm, '');
  })
    .join('')
    .replaceAll('</script', String.raw`<\/script`);
}
