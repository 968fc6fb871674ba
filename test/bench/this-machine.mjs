// What the figures were measured on, and with which versions.
import { createRequire, register } from 'node:module';
import { cpus, loadavg, release, type } from 'node:os';

register('./typescript-hooks.mjs', import.meta.url);
const { findSimPy, versionOfSimPy } = await import('../waiting-line/in-simpy.ts');

/** The machine and the versions, as the table and the docs name them. */
export function describeThisMachine() {
  const [core] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${core.model.trim()}`,
    system: `${type()} ${release()}`,
    // How many processes wanted a core in the last minute, for each core.
    load: Number((loadavg()[0] / cpus().length).toFixed(1)),
    versions: { node: process.versions.node, v8: process.versions.v8, ...packages(), ...simPy() },
  };
}

/** The same in a sentence. */
export function describe({ date, machine, system, load, versions }) {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const busy =
    load > 1 ? `, where ${load} processes wanted each core: on a quiet machine the figures are better` : '';
  return `${machine}, ${system}, ${named.join(', ')}, on ${date}${busy}.`;
}

function packages() {
  const require = createRequire(import.meta.url);
  return Object.fromEntries(
    ['xstate', 'simjs', 'fast-check'].map((name) => [name, require(`${name}/package.json`).version]),
  );
}

function simPy() {
  const python = findSimPy();
  return python === undefined ? { simpy: 'not installed' } : versionOfSimPy(python);
}
