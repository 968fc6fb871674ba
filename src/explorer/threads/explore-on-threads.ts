import { DEFAULT_SEED } from '../../scheduler/run.js';
import { type Explored, exploreInTurn } from '../explore-in-turn.js';
import { type ExploreOptions, spentBudget } from '../explore-options.js';
import { NondeterminismError } from '../explorer-errors.js';
import { failingScheduleOf } from '../failing-schedule.js';
import { Findings, type FoundPart } from '../findings.js';
import { scheduleOptionsOf } from '../schedule-options.js';
import { runSchedule } from '../schedule-run.js';
import type { Sampler, Strategy } from '../strategy.js';
import type { SubjectFactory } from '../subject.js';
import { BLOCK, runBlock } from './block.js';
import type { BlockAnswer, PlainOptions } from './block-messages.js';
import { BlockThread } from './block-thread.js';
import { isModuleFactory, type SharedProperties } from './module-factory.js';
import { ThreadsError } from './threads-error.js';

/**
 * Runs the schedules of a strategy in blocks on several threads, and puts together what comes of them in the order
 * of the blocks up to the first that fails: the same for every number of threads.
 *
 * @throws ThreadsError where another thread cannot get at the system or what is to hold of it
 */
export async function exploreOnThreads(
  factory: SubjectFactory,
  strategy: Strategy,
  options: ExploreOptions,
  threads: number,
): Promise<Explored> {
  if (threads > 1) {
    checkShared(factory, options);
  }
  const { sampler } = strategy;
  if (sampler === undefined) {
    const explored = await exploreInTurn(factory, strategy, options);
    const warning = `${strategy.name} ran on one thread: its schedules follow from each other`;
    return { ...explored, warnings: threads > 1 ? [...explored.warnings, warning] : explored.warnings };
  }
  const { seed = DEFAULT_SEED, schedules = strategy.usualSchedules } = options;
  const bounded = { ...options, schedules };
  const findings = new Findings(options, seed);
  for (const part of await runBlocks(factory, sampler, bounded, threads)) {
    findings.addPart(part);
    if (part.failing !== undefined) {
      findings.failure ??= await runAgain(factory, part.failing, options);
    }
  }
  return { findings, isComplete: false, states: undefined, warnings: [] };
}

/**
 * Runs the blocks, and returns what came of them up to the first that fails, unless the options say to go on, or up to
 * the one with which they took as many decisions as they may.
 */
async function runBlocks(
  factory: SubjectFactory,
  sampler: Sampler,
  options: ExploreOptions & { readonly schedules: number },
  threads: number,
): Promise<FoundPart[]> {
  const parts: FoundPart[] = [];
  const { onProgress, ...blockOptions } = options;
  const { decisions = Number.POSITIVE_INFINITY } = options;
  const here = (block: number): Promise<FoundPart> => runBlock(factory, sampler, block, blockOptions);
  let end = Math.ceil(options.schedules / BLOCK);
  let next = 0;
  const work = async (run: (block: number) => Promise<FoundPart>): Promise<void> => {
    while (next < end) {
      const block = next++;
      const part = await run(block);
      parts[block] = part;
      const taken = takenIn(parts);
      onProgress?.({ schedules: taken.runs, spent: spentBudget(taken, options), isShrinking: false });
      end = Math.min(end, blocksWithin(decisions, parts));
      if (part.failing !== undefined && options.keepGoing !== true) {
        end = Math.min(end, block + 1);
      }
    }
  };
  const pool =
    threads > 1 && isModuleFactory(factory)
      ? Array.from({ length: Math.min(threads, end) }, () => {
          const shared = SHARED.filter((name) => options[name] !== undefined);
          return new BlockThread({
            from: factory.from,
            sampler,
            options: plainOptions(blockOptions),
            shared,
          });
        })
      : [];
  try {
    await (pool.length === 0
      ? work(here)
      : Promise.all(
          pool.map((thread) => work(async (block) => partOf(await thread.run(block), () => here(block)))),
        ));
  } finally {
    await Promise.all(pool.map((thread) => thread.end()));
  }
  return parts.slice(0, end);
}

function takenIn(parts: readonly FoundPart[]): { runs: number; decisions: number } {
  const taken = { runs: 0, decisions: 0 };
  // A sparse array: blocks that are not done yet are passed over.
  parts.forEach(({ counts }) => {
    taken.runs += counts.schedules + counts.cut;
    taken.decisions += counts.steps.sum;
  });
  return taken;
}

/** How many blocks it takes, from the first on, for so many decisions; as far as is known by now. */
function blocksWithin(decisions: number, parts: readonly (FoundPart | undefined)[]): number {
  let sum = 0;
  for (const [block, part] of parts.entries()) {
    if (part === undefined) {
      break;
    }
    sum += part.counts.steps.sum;
    if (sum >= decisions) {
      return block + 1;
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** What came of a block; where it threw, it is run here, so that the same is thrown as on one thread. */
async function partOf(answer: BlockAnswer, runHere: () => Promise<FoundPart>): Promise<FoundPart> {
  if ('part' in answer) {
    return answer.part;
  }
  await runHere();
  throw new ThreadsError('ERR_THREAD_LOST', `a thread of the exploration failed: ${answer.problem}`);
}

/** Runs a failing schedule on this thread, for its error and its actors as they are. */
async function runAgain(
  factory: SubjectFactory,
  { schedule, decisions }: NonNullable<FoundPart['failing']>,
  options: ExploreOptions,
): Promise<ReturnType<typeof failingScheduleOf>> {
  let enabled: readonly string[] = [];
  const result = await runSchedule(
    factory,
    {
      pick: (choices, { depth }) => {
        enabled = choices.map(({ name }) => name);
        const index = enabled.indexOf(decisions[depth] ?? '');
        return index === -1 ? undefined : index;
      },
    },
    scheduleOptionsOf(options),
  );
  const failure = failingScheduleOf(result, schedule);
  if (failure === undefined) {
    const step = result.decisions.length;
    throw new NondeterminismError(step + 1, decisions[step] ?? 'a violation', enabled);
  }
  return failure;
}

function checkShared(factory: SubjectFactory, options: ExploreOptions): void {
  if (!isModuleFactory(factory)) {
    throw new ThreadsError(
      'ERR_THREADS_NEED_MODULE',
      'a function cannot go to another thread; take the factory from its module by factoryFrom(url, { factory })',
    );
  }
  for (const name of SHARED) {
    if (options[name] !== undefined && options[name] !== factory.shared[name]) {
      throw new ThreadsError(
        'ERR_THREADS_NEED_MODULE',
        `${name} cannot go to another thread; export them from the module, name that export in factoryFrom(url, { factory, properties }), and give explore what is in factory.shared`,
      );
    }
  }
}

const SHARED: readonly (keyof SharedProperties)[] = ['invariants', 'monitors', 'properties'];

function plainOptions(options: ExploreOptions & { readonly schedules: number }): PlainOptions {
  const {
    strategy: _strategy,
    invariants: _,
    monitors: _monitors,
    properties: _properties,
    ...plain
  } = options;
  return plain;
}
