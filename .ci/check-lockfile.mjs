// The lockfile names versions and digests, never a download address: those belong to whoever installs.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const problems = Object.entries(packages).flatMap(([path, entry]) => {
  // The project itself and its workspaces are here, not in a registry.
  if (!path.includes('node_modules/') || entry.link) {
    return [];
  }
  return [
    ...(entry.resolved === undefined
      ? []
      : [`${path} has a download address; install with the project's .npmrc`]),
    ...(entry.integrity === undefined && !entry.inBundle ? [`${path} has no digest`] : []),
  ];
});
for (const problem of problems) {
  console.error(`package-lock.json: ${problem}`);
}
console.log(`${Object.keys(packages).length - 1} packages locked, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
