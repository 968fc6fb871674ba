import type { AnyActorLogic } from 'xstate';
import {
  type BlockingClock,
  childLogic,
  describeSource,
  importLogic,
  isMachine,
  type LogicSource,
  type LogicSources,
} from './logic-source.js';
import type { WayPoint } from './messages.js';
import { HostingError } from './workers-errors.js';

interface NamedLogic {
  readonly logic: AnyActorLogic;
  readonly source: LogicSource;
}

/** The logics of one run, as a thread has them. */
export class HostedLogics {
  readonly #named: ReadonlyMap<string, NamedLogic>;

  private constructor(named: ReadonlyMap<string, NamedLogic>) {
    this.#named = named;
  }

  /** Imports all that the sources name. */
  static async import(sources: LogicSources, clock: BlockingClock): Promise<HostedLogics> {
    const imported = Object.entries(sources).map(
      async ([name, source]) => [name, { source, logic: await importLogic(source, clock) }] as const,
    );
    return new HostedLogics(new Map(await Promise.all(imported)));
  }

  /**
   * The logic of the last actor of a way: what was named for it, else what the nearest above it for whom something
   * was named has at its place.
   *
   * @throws HostingError where there is nothing, with what to do
   */
  find(way: readonly WayPoint[]): AnyActorLogic {
    const from = way.findLastIndex((point) => this.#namedFor(point) !== undefined);
    const [base, ...below] = way.slice(Math.max(from, 0));
    const named = base === undefined ? undefined : this.#namedFor(base);
    if (named === undefined) {
      throw notFound('ERR_NO_MODULE', way, 'no module was named for it, nor for any actor above it');
    }
    let { logic } = named;
    for (const { address, src } of below) {
      if (src === undefined) {
        const problem = `${address} was started from an object, which has no name to find it by in ${describeSource(named.source)}`;
        throw notFound('ERR_LOGIC_NOT_FOUND', way, problem);
      }
      const child = childLogic(logic, src);
      if (child === undefined) {
        const known = isMachine(logic) ? Object.keys(logic.implementations.actors) : [];
        const problem = `in ${describeSource(named.source)} the parent of ${address} has no "${src}", but ${known.join(', ') || 'nothing'}`;
        throw notFound('ERR_LOGIC_NOT_FOUND', way, problem);
      }
      logic = child;
    }
    return logic;
  }

  #namedFor({ address, source }: WayPoint): NamedLogic | undefined {
    return this.#named.get(address) ?? (source === undefined ? undefined : this.#named.get(source));
  }
}

function notFound(
  code: 'ERR_NO_MODULE' | 'ERR_LOGIC_NOT_FOUND',
  way: readonly WayPoint[],
  problem: string,
): HostingError {
  const { address = '', source } = way.at(-1) ?? {};
  const which = source === undefined ? address : `${address} ("${source}")`;
  const root = way[0]?.address ?? '';
  return new HostingError(
    code,
    `no thread can find the logic of ${which}: ${problem}; name a module and its export for '${root}' or for '${address}' in \`modules\`, or place '${address}' on the 'coordinator'`,
  );
}
