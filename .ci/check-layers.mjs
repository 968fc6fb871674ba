// Holds the layers (.dependency-cruiser.cjs) against every source file. A cruise that overlooked a file, or
// found next to no imports, proves nothing: that fails as well.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const folders = ['src', 'machines', 'test'];
const options = await extractDepcruiseOptions('./.dependency-cruiser.cjs');
const tsConfig = extractTSConfig('tsconfig.json');
const cruiseAll = (outputType) => cruise(folders, { ...options, outputType }, {}, { tsConfig });

const report = await cruiseAll('err-long');
console.log(report.output);

const sources = folders
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file)))
  .filter((file) => /\.[cm]?[jt]s$/.test(file) && !/\/(node_modules|dist)\//.test(file));
const { modules } = JSON.parse((await cruiseAll('json')).output);
const imports = new Map(modules.map((module) => [module.source, module.dependencies.length]));

const overlooked = sources.filter((file) => !imports.has(file));
for (const file of overlooked) {
  console.error(`error: ${file} was not looked at`);
}
const found = sources.reduce((sum, file) => sum + (imports.get(file) ?? 0), 0);
const tooFew = sources.length === 0 || found < sources.length / 2;
if (tooFew) {
  console.error(`error: only ${found} imports found in ${sources.length} files; is the setup broken?`);
}
if (report.exitCode !== 0 || overlooked.length > 0 || tooFew) {
  process.exitCode = 1;
}
