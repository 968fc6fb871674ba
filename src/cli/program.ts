import { Command, Option } from 'commander';
import type { Host } from './host.js';
import { WATCHED_CLOCK } from './inspect-options.js';
import { coloursFor } from './colours.js';
import { type DrawCommandOptions, drawCommand } from './draw-command.js';
import { type CompareCommandOptions, compareCommand } from './compare-command.js';
import { type DebugCommandOptions, debugCommand } from './debug-command.js';
import { DEFAULT_FAILURES, type ExploreCommandOptions, exploreCommand } from './explore-command.js';
import { type OpenCommandOptions, openCommand } from './open-command.js';
import { strategyNames } from './read-strategy.js';
import { type RaceCommandOptions, raceCommand } from './race-command.js';
import { type ReplayCommandOptions, replayCommand } from './replay-command.js';
import { DEFAULT_LOG, type RunCommandOptions, runCommand } from './run-command.js';
import { DEFAULT_INSPECTOR_PORT } from '../inspector/create-inspector.js';
import { pictureKinds } from '../trace/pictures/draw-trace.js';
import { defaultScenario } from '../restaurant/scenarios.js';
import { scenariosCommand } from './scenarios-command.js';

/** The command line: what can be typed, and what is called for it. */
export function createProgram(host: Host, version: string): Command {
  const program = new Command('short-order')
    .description('A burger restaurant of XState actors, under a scheduler of your choice.')
    .version(version)
    .helpCommand('help [command]', 'say what can be typed, here or behind a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: () => undefined,
      getOutHasColors: () => coloursFor(host, host.stdout).isColorSupported,
    })
    .configureHelp({ styleTitle: (title) => coloursFor(host, host.stdout).bold(title) })
    .addHelpText('after', examples(['short-order run', 'short-order open', 'short-order run two-staff']));
  addRun(program, host);
  addOpen(program, host);
  addExplore(program, host);
  addRace(program, host);
  addCompare(program, host);
  addDebug(program, host);
  program
    .command('scenarios')
    .description('list the scenarios, each with a line of explanation')
    .action(() => scenariosCommand(host));
  addReplay(program, host);
  addDraw(program, host);
  return program;
}

/** The option of all that runs machines. */
const interpreted = ['--interpreted', 'have XState interpret the machines: slower, and the same'] as const;

/** The option of all that goes on while it is watched. */
const inspectCommands = ['--inspect-commands', 'let the older visualiser send events to the actors'] as const;

/** The options that choose what takes the decisions. */
function addScheduler(command: Command): Command {
  return command
    .option('--scheduler <name>', 'what takes the decisions: cooperative or workers', 'cooperative')
    .option('--threads <n>', 'on how many threads workers keeps the actors (default: 2)')
    .option('--lockstep', 'have workers take the decisions of cooperative, on any clock');
}

function addRun(program: Command, host: Host): void {
  const run = program
    .command('run')
    .description('run a scenario and print what happens')
    .argument('[scenario]', 'see `short-order scenarios`', defaultScenario);
  addScheduler(addSettings(run))
    .option(...interpreted)
    .option('--interleave <order>', 'which decision comes next: fifo or random', 'fifo')
    .option('--seed <n>', 'decides whatever is left to chance (default: 1)')
    .option(
      '--clock <clock>',
      `virtual, real, or a speed such as 60x (default: virtual; ${WATCHED_CLOCK} with --inspect)`,
    )
    .option(
      '--restart <when>',
      'whether actors whose thread was lost begin anew, in lockstep: never, once or always (default: never)',
    )
    .option('--log <file>', `what the staff do, as NDJSON (default: ${DEFAULT_LOG}, in scenarios with a log)`)
    .option('--trace <file>', 'every decision and its effects, as NDJSON; see `short-order replay`')
    .option('--json', 'print the trace and a summary as NDJSON, and nothing else')
    .option('--quiet', 'print nothing but errors');
  addInspect(run)
    .option(...inspectCommands)
    .addHelpText(
      'after',
      examples([
        'short-order run --inspect',
        'short-order run --customers 2000 --per-hour 900 --staff 3',
        'short-order run two-staff --clock 20x',
        'short-order run race --interleave random --seed 7',
        'short-order run open --orders orders.json --json | tail -1',
      ]),
    )
    .action((scenario: string, options: RunCommandOptions) => runCommand(host, scenario, options));
}

function addOpen(program: Command, host: Host): void {
  const open = program
    .command('open')
    .description('open the restaurant at your terminal: you are the customers')
    .option('--staff <staff>', 'how many, or their names: 2, or John,Jane')
    .option('--menu <file>', 'the dishes and how long they take, as JSON; times in seconds')
    .option('--rest <seconds>', 'how long staff rest when there is nothing to do');
  addScheduler(open)
    .option(...interpreted)
    .option('--clock <clock>', 'real, or a speed such as 10x', 'real')
    .option(
      '--restart <when>',
      'whether actors whose thread was lost begin anew, in lockstep: never, once or always (default: never)',
    )
    .option('--seed <n>', 'decides whatever is left to chance (default: 1)')
    .option('--log <file>', 'what the staff do, as NDJSON', DEFAULT_LOG)
    .option('--trace <file>', 'every decision and its effects, as NDJSON; see `short-order replay`');
  addInspect(open)
    .option(...inspectCommands)
    .addHelpText(
      'after',
      `\nAnswer with a number; anything else closes the restaurant, as do Ctrl-D and\nCtrl-C. A second Ctrl-C stops at once.\n` +
        examples([
          'short-order open --trace day.ndjson',
          `tail -f ${DEFAULT_LOG}    in another terminal, to watch the staff`,
        ]),
    )
    .action((options: OpenCommandOptions) => openCommand(host, options));
}

function addExplore(program: Command, host: Host): void {
  const explore = program
    .command('explore')
    .description('run a system under many schedules, and explain the first that breaks it')
    .argument('<target>', 'a scenario, or an export of a module: ./dist/my-system.js#createMySystem');
  explore
    .optionsGroup('How to look:')
    .option(
      '--strategy <strategy>',
      `${strategyNames.join(', ')}; a number follows as in pct:4 (default: portfolio)`,
    )
    .option('--schedules <n>', 'how many schedules to run at the most (default: up to the strategy)')
    .option(
      '--decisions <n>',
      'begin no schedule after so many decisions (default: 500000, or as --schedules)',
    )
    .option(
      '--steps <n>',
      'how many decisions a schedule takes at the most (default: 10000; scenarios: 100000)',
    )
    .option('--seed <n>', 'decides whatever is left to chance (default: 1)')
    .option(
      '--threads <n>',
      'run random, urw or pct on so many threads; the report is the same for each number',
    )
    .option('--timers <when>', 'in-turn, or late: as on a loaded machine', 'in-turn')
    .option(...interpreted)
    .option('--replay <schedule>', 'run one schedule: the line that a report gave, or the file')
    .optionsGroup('What may go wrong, once, or as often as till,kitchen:2 says (twice in all):')
    .option('--drop <actors>', 'mail to them is lost')
    .option('--duplicate <actors>', 'mail to them comes twice')
    .option('--crash <actors>', 'they end in an error')
    .option('--restart <actors>', 'they begin anew')
    .optionsGroup('What is to hold, beside that the root does not end in error:')
    .option('--must-finish', 'a system that comes to rest is done; scenarios always have to')
    .option('--no-unhandled-events', 'no state is sent an event that it does not take')
    .option('--no-errors', 'no actor ends in an error')
    .option('--no-dead-letters', 'no event comes too late, to an actor that has ended')
    .option('--properties <export>', 'what the export says: { invariants, monitors, mustFinish, … }')
    .optionsGroup('What to know:')
    .option('--coverage', 'count states, transitions and orders of events, and print a table')
    .option('--coverage-file <file>', 'write the counts as JSON, which `mergeCoverage` adds up')
    .option('--audit <n>', 'run so many schedules twice more, to see whether the system does the same')
    .option(
      '--failures <folder>',
      'where to write a failing schedule and its Mermaid diagram',
      DEFAULT_FAILURES,
    )
    .option('--no-failures', 'write nothing')
    .option('--json', 'print the report as JSON, and nothing else');
  explore.optionsGroup('Scenarios, as `run` takes them:');
  addSettings(explore)
    .addHelpText(
      'after',
      examples([
        'short-order explore race',
        'short-order explore lock --strategy exhaustive',
        'short-order explore open-counter --staff 1 --drop kitchen',
        'short-order explore ./dist/my-system.js#createMySystem --properties mustHold',
      ]),
    )
    .action((target: string, options: ExploreCommandOptions) => exploreCommand(host, target, options));
}

function addReplay(program: Command, host: Host): void {
  const replay = program
    .command('replay')
    .description('run a recorded trace again, and say whether it came out the same')
    .argument('<file>', 'a trace, as `run --trace FILE` writes it; - is standard input')
    .option(...interpreted)
    .option('--clock <clock>', `how fast --inspect plays it: as in run (default: ${WATCHED_CLOCK})`);
  addInspect(replay)
    .addHelpText(
      'after',
      examples([
        'short-order run race --trace race.ndjson',
        'short-order replay race.ndjson',
        'short-order replay race.ndjson --inspect --clock 2x',
        'zcat race.ndjson.gz | short-order replay -',
      ]),
    )
    .action((file: string, options: ReplayCommandOptions) => replayCommand(host, file, options));
}

/** The options to watch the actors in a browser. */
function addInspect(command: Command): Command {
  return command
    .option('--inspect [page]', 'watch the actors in a browser: stately, or viz, an older page')
    .option(
      '--inspect-port <n>',
      `the port on this machine, or the first free one behind it (default: ${DEFAULT_INSPECTOR_PORT})`,
    )
    .addOption(
      new Option('--inspect-page <url>', 'where that page is, if you host it yourself').env(
        'SHORT_ORDER_INSPECT_PAGE',
      ),
    );
}

function addDraw(program: Command, host: Host): void {
  program
    .command('draw')
    .description('draw a recorded trace')
    .argument('<file>', 'a trace, as `run --trace FILE` writes it; - is standard input')
    .requiredOption('--as <kind>', pictureKinds.join(', '))
    .option('--output <file>', 'where to write the picture (default: standard output)')
    .option('--from <step>', 'the first step to draw (not for perfetto)')
    .option('--to <step>', 'the last step to draw (not for perfetto)')
    .option('--actors <addresses>', 'draw what passes between these: kitchen,John (for mermaid and svg)')
    .option(
      '--series <names>',
      'numbers to show over time: kitchen.queue, or of emitted events kitchen@queue.changed.waiting (for html and perfetto)',
    )
    .addHelpText(
      'after',
      examples([
        'short-order run two-staff --trace t.ndjson',
        'short-order draw t.ndjson --as html --output t.html',
        'short-order draw t.ndjson --as mermaid --from 1 --to 12 --actors John,kitchen',
        'short-order draw t.ndjson --as perfetto --output t.json    then open it at ui.perfetto.dev',
      ]),
    )
    .action((file: string, options: DrawCommandOptions) => drawCommand(host, file, options));
}

function addDebug(program: Command, host: Host): void {
  const debug = program
    .command('debug')
    .description('go through a run a decision at a time, forwards and back')
    .argument('<target>', 'a scenario, an export of a module, or a trace that `run` wrote');
  addScheduler(debug)
    .optionsGroup('What comes next where you do not choose:')
    .option('--interleave <order>', 'fifo or random', 'fifo')
    .option('--seed <n>', 'decides whatever is left to chance (default: 1)')
    .option('--timers <when>', 'in-turn, or late: as on a loaded machine', 'in-turn')
    .option(...interpreted)
    .option('--replay <schedule>', 'follow one schedule: the line that a report gave, or the file')
    .optionsGroup('What you may let go wrong, as often as till,kitchen:2 says (twice in all):')
    .option('--drop <actors>', 'mail to them is lost')
    .option('--duplicate <actors>', 'mail to them comes twice')
    .option('--crash <actors>', 'they end in an error')
    .option('--restart <actors>', 'they begin anew')
    .optionsGroup('What is to hold:')
    .option('--properties <export>', 'what the export says: { invariants, monitors, mustFinish, … }');
  debug.optionsGroup('Scenarios, as `run` takes them:');
  addSettings(debug)
    .addHelpText(
      'after',
      `\nType help there to see what can be typed. Commands may come from a pipe as well.\n${examples([
        'short-order debug two-staff',
        'short-order debug race --replay short-order-failures/race-cc14c158.schedule',
        'short-order debug ./dist/my-system.js#createMySystem',
        "printf 'break kitchen\\ncontinue\\nqueue\\n' | short-order debug two-staff",
      ])}`,
    )
    .action((target: string, options: DebugCommandOptions) => debugCommand(host, target, options));
}

/** The options that choose something about a scenario. */
function addSettings(command: Command): Command {
  return command
    .option('--orders <file>', 'scripted customers, as JSON; times in seconds')
    .option('--customers <n>', 'so many customers, who come and order at random')
    .option('--per-hour <n>', 'how many of them come in an hour, on average')
    .option('--staff <staff>', 'how many, or their names: 2, or John,Jane')
    .option('--menu <file>', 'the dishes and how long they take, as JSON; times in seconds')
    .option('--rest <seconds>', 'how long staff rest when there is nothing to do');
}

function addCompare(program: Command, host: Host): void {
  program
    .command('compare')
    .description('kitchens that wait and kitchens that compute, on one thread and on several')
    .option('--threads <n>', 'how many threads the staff are spread over', '2')
    .option('--items <n>', 'how many items there are to make', '8')
    .option('--seconds <n>', 'how long each takes', '0.5')
    .option('--json', 'print the measurements as JSON, and nothing else')
    .addHelpText('after', examples(['short-order compare', 'short-order compare --threads 4 --items 16']))
    .action((options: CompareCommandOptions) => compareCommand(host, options));
}

function addRace(program: Command, host: Host): void {
  program
    .command('race')
    .description('staff on threads take from a rail in shared memory, without a lock and with one')
    .option('--trials <n>', 'how often they empty the rail', '2000')
    .option('--items <n>', 'how many items are on it', '3')
    .option('--staff <n>', 'how many threads take from it', '2')
    .option('--json', 'print the counts as JSON, and nothing else')
    .addHelpText('after', examples(['short-order race --trials 10000', 'short-order race --items 20']))
    .action((options: RaceCommandOptions) => raceCommand(host, options));
}

function examples(lines: readonly string[]): string {
  return ['\nExamples:', ...lines.map((line) => `  ${line}`)].join('\n');
}
