import { drawTrace, type PictureKind, pictureKinds } from '../trace/pictures/draw-trace.js';
import { PictureError } from '../trace/pictures/picture-error.js';
import type { Section } from '../trace/pictures/section.js';
import { verifyTrace } from '../trace/read-trace.js';
import { openTraceFile, type TraceFile } from '../trace/trace-file.js';
import type { TraceSink } from '../trace/trace-format.js';
import { checkOutputFiles } from './check-output-files.js';
import { CommandError, usageError } from './command-error.js';
import { fileProblem } from './file-problem.js';
import type { Host } from './host.js';
import { nearest } from '../explorer/nearest.js';
import { readNumber } from './read-number.js';
import { named } from './records.js';
import { openTraceInput, type TraceInput } from './trace-input.js';

/** The options of `draw`, as they were typed. */
export interface DrawCommandOptions {
  readonly as: string;
  readonly output?: string;
  readonly from?: string;
  readonly to?: string;
  readonly actors?: string;
  readonly series?: string;
}

/** What each kind of picture can be told. */
const takes: Readonly<Record<PictureKind, readonly (keyof DrawCommandOptions)[]>> = {
  mermaid: ['from', 'to', 'actors'],
  svg: ['from', 'to', 'actors'],
  html: ['from', 'to', 'series'],
  perfetto: ['series'],
};

/** What the restaurant's kitchen says of its queue; shown where nobody asks for another number. */
const queueOfTheKitchen = 'kitchen@queue.changed.waiting';

/** `short-order draw`: a picture of a recorded trace, which is read as a stream, and checked before. */
export async function drawCommand(host: Host, path: string, options: DrawCommandOptions): Promise<void> {
  const as = readKind(options);
  const section = readSection(options);
  const series = options.series === undefined ? undefined : listIn('--series', options.series);
  checkOutputFiles(named('--output', options.output), [{ option: 'the trace', path }]);
  const output = openPicture(host, options.output);
  const showsProgress = host.stderr.isTerminal && (options.output !== undefined || !host.stdout.isTerminal);
  let input: TraceInput | undefined;
  try {
    const { read } = (input = await openTraceInput(host, path, { showsProgress }));
    await verifyTrace(read('checking'));
    const chosen = series === undefined ? { seriesIfAny: [queueOfTheKitchen] } : { series };
    await drawTrace(() => read('drawing'), { as, section, ...chosen }, output.sink);
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, path, as);
  } finally {
    await input?.close();
    output.close();
  }
}

function readKind(options: DrawCommandOptions): PictureKind {
  const as = pictureKinds.find((kind) => kind === options.as);
  if (as === undefined) {
    throw usageError(
      `--as takes ${pictureKinds.join(', ')}; got ${JSON.stringify(options.as)} (${nearest(options.as, pictureKinds)})`,
    );
  }
  for (const option of ['from', 'to', 'actors', 'series'] as const) {
    if (options[option] !== undefined && !takes[as].includes(option)) {
      const others = takes[as].map((name) => `--${name}`).join(', ');
      throw usageError(`--${option} is not for --as ${as}, which takes ${others}`);
    }
  }
  return as;
}

function readSection({ from, to, actors }: DrawCommandOptions): Section {
  const section = {
    from: from === undefined ? undefined : readStep('--from', from),
    to: to === undefined ? undefined : readStep('--to', to),
    actors: actors === undefined ? undefined : listIn('--actors', actors),
  };
  if (section.from !== undefined && section.to !== undefined && section.from > section.to) {
    throw usageError(`--from ${from} lies behind --to ${to}; name the earlier step first`);
  }
  return section;
}

const readStep = (option: string, text: string) =>
  readNumber(option, text, { least: 0, most: Number.MAX_SAFE_INTEGER, isWhole: true, unit: '' });

function listIn(option: string, text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) {
    throw usageError(`${option} has an empty name; separate names by one comma`);
  }
  return names;
}

/** Where a picture goes: a file, opened and emptied at its first line, or standard output. */
function openPicture({ stdout }: Host, path: string | undefined): TraceFile {
  if (path === undefined) {
    return { sink: (line) => stdout.write(`${line}\n`), close: () => undefined };
  }
  let file: TraceFile | undefined;
  const attempt = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      throw new CommandError('ERR_OUTPUT', `${path}: ${fileProblem(error, 'written')}`);
    }
  };
  const sink: TraceSink = (line) =>
    attempt(() => {
      file ??= openTraceFile(path);
      file.sink(line);
    });
  return { sink, close: () => attempt(() => file?.close()) };
}

/** The same error in the words of a user, with the name of the file. */
function explain(error: NodeJS.ErrnoException, path: string, as: PictureKind): unknown {
  if (error instanceof CommandError) {
    return error;
  }
  if (error instanceof PictureError) {
    return usageError(`${path}: ${error.message}${hintFor(error, as)}`);
  }
  if (error.syscall !== undefined) {
    return usageError(`${path}: ${fileProblem(error, 'read')}`);
  }
  return error.code === 'ERR_TRACE' ? usageError(`${path}: ${error.message}`) : error;
}

function hintFor({ problem, given, known }: PictureError, as: PictureKind): string {
  switch (problem) {
    case 'unknown-actor':
    case 'unknown-series':
      return given === undefined || known.length === 0 ? '' : ` (${nearest(given, known)})`;
    case 'too-large': {
      const actors = takes[as].includes('actors')
        ? ', or what passes between some actors by --actors A,B'
        : '';
      return `; draw a section by --from STEP --to STEP${actors}`;
    }
    case 'empty-section':
      return '';
  }
}
