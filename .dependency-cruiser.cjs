/**
 * The layers of the house. A folder imports only from those below it in this list; see CONTRIBUTING.md.
 */
const layers = [
  'src/cli',
  'src/restaurant',
  'src/inspector',
  'src/debugger',
  'src/explorer',
  'src/trace',
  'src/scheduler',
  'src/system',
  'src/bus',
  'src/clock',
  'src/compiler',
  'src/random',
];

const anyOf = (folders) => `^(${folders.join('|')})/`;

/** What only the application needs; the library below it stays free of it. */
const applicationPackages = [
  'pino',
  'commander',
  'zod',
  'picocolors',
  'cli-progress',
  'asciichart',
  'simple-statistics',
];

const layerRules = layers.slice(1).map((layer, index) => ({
  name: `${layer.replace('src/', '')}-imports-downwards`,
  comment: `${layer} lies below ${layers.slice(0, index + 1).join(', ')} and may not import from there.`,
  severity: 'error',
  from: { path: anyOf([layer]) },
  to: { path: anyOf(layers.slice(0, index + 1)) },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'no-unknown-folder',
      comment: 'Each folder of src/ has its place in the list of layers in .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: anyOf(layers) },
      to: {},
    },
    {
      name: 'no-import-of-an-unknown-folder',
      comment: 'Each folder of src/ has its place in the list of layers in .dependency-cruiser.cjs.',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: anyOf(layers) },
    },
    {
      name: 'no-import-of-a-door',
      comment: 'The doors (the files directly in src/) are for users; inside, import the file itself.',
      severity: 'error',
      from: { path: '^(src|machines)/' },
      to: { path: '^src/[^/]+$' },
    },
    {
      name: 'machines-import-xstate-alone',
      comment: 'A machine says what an actor does, and knows nothing of how it is run.',
      severity: 'error',
      from: { path: '^machines/' },
      to: { pathNot: ['^machines/', '^node_modules/xstate/'] },
    },
    {
      name: 'compiler-imports-xstate-alone',
      comment: 'A compiled machine knows no more of how it is run than the machine does.',
      severity: 'error',
      from: { path: '^src/compiler/' },
      to: { pathNot: ['^src/compiler/', '^node_modules/xstate/'] },
    },
    {
      name: 'machines-for-the-application',
      comment: 'The library knows nothing of burgers: only src/restaurant and src/cli import machines/.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(restaurant|cli)/' },
      to: { path: '^machines/' },
    },
    {
      name: 'application-packages',
      comment: 'Logging, arguments, colours, charts and statistics belong to src/restaurant and src/cli.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(restaurant|cli)/' },
      to: { path: `^node_modules/(${applicationPackages.join('|')})/` },
    },
    {
      name: 'randomness-from-one-place',
      comment: 'Only src/random knows which generator is used.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/random/' },
      to: { path: '^node_modules/pure-rand/' },
    },
    {
      name: 'no-import-of-tests',
      severity: 'error',
      from: { path: '^(src|machines)/' },
      to: { path: '^(test|dist|\\.ci)/' },
    },
    {
      name: 'no-cycle',
      comment: 'Types count: two files that need each other are one idea, or three.',
      severity: 'error',
      from: { path: '^(src|machines|test)/' },
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'A file that imports nothing and that nothing imports is not part of the house.',
      severity: 'error',
      from: { path: '^(src|machines)/', orphan: true },
      to: {},
    },
    {
      name: 'no-dev-dependency',
      comment: 'What the published package imports stands in its dependencies.',
      severity: 'error',
      from: { path: '^(src|machines)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-optional'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'no-unlisted-package',
      comment: 'An optional peer counts as listed and as unlisted: peerDependenciesMeta is taken for a list.',
      severity: 'error',
      from: {},
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'npm-dev', 'npm-peer'],
      },
    },
    {
      name: 'no-unresolvable',
      comment:
        'An import that leads nowhere passes every other rule. Benchmarks import dist/, built or not; the page that ' +
        "stands in for the visualiser imports the receiver of a workspace's library.",
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^[./]+/dist/', '^@xstate/inspect$'] },
    },
  ],
  options: {
    doNotFollow: { path: ['(^|/)node_modules/', '^dist/'] },
    exclude: { path: '^src/.*/(node_modules|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
