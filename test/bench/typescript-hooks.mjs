// Module hooks that let a benchmark import the systems of the tests, which are TypeScript: Node 20 runs none.
import { readFile } from 'node:fs/promises';
import ts from 'typescript';

const { ModuleKind, ScriptTarget } = ts;
const compilerOptions = {
  module: ModuleKind.ESNext,
  target: ScriptTarget.ES2022,
  verbatimModuleSyntax: true,
};

/** Takes `./team.js` for `./team.ts` where only that is there. */
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (specifier.startsWith('.') && specifier.endsWith('.js')) {
      return next(specifier.replace(/\.js$/, '.ts'), context);
    }
    throw error;
  }
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = await readFile(new URL(url), 'utf8');
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  return { format: 'module', shortCircuit: true, source: outputText };
}
