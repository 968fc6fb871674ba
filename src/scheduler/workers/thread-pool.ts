import { url as inspectorUrl } from 'node:inspector';
import { MessageChannel, type ResourceLimits } from 'node:worker_threads';
import { HostThread } from './host-thread.js';
import type { Answer, News, Question, Reply } from './messages.js';
import { Signals } from './signals.js';
import { Watchdog } from './watchdog.js';
import { ThreadLostError } from './workers-errors.js';

/** Who wants to know what the threads say of a run by themselves. */
export interface RunOnThreads {
  onNews(news: News): void;
  /** Takes in what a thread said when nobody stood still for it. */
  onReply(thread: HostThread, reply: Reply): void;
  /** @param mark - of the actor whose step was under way; 0 for none that is known */
  onLost(error: ThreadLostError, mark: number): void;
  /** The address of the actor of a mark, if it is one of this run. */
  addressOfMark(mark: number): string | undefined;
}

/** Who stands still for what the threads say. */
export interface Hearer {
  readonly run: number;
  hear(thread: HostThread, reply: Reply): void;
}

export interface ThreadPoolOptions {
  readonly threads: number;
  /** What debuggers call each of them. */
  readonly names: readonly string[];
  readonly resourceLimits: ResourceLimits | undefined;
  /** For how many milliseconds a thread that was asked may be silent. */
  readonly watchdog: number;
}

/** The threads of a scheduler, for all of its runs; none is started before it is needed. */
export class ThreadPool {
  readonly size: number;
  readonly signals: Signals;
  readonly #options: ThreadPoolOptions;
  #threads: HostThread[] = [];
  /** A run that nobody holds any more is not held here either. */
  readonly #runs = new Map<number, WeakRef<RunOnThreads>>();
  readonly #forgotten = new FinalizationRegistry<number>((run) => this.forget(run));
  #lastRun = 0;
  #busy = 0;
  readonly #watchdog: Watchdog;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
    this.size = options.threads;
    this.signals = new Signals();
    this.#watchdog = new Watchdog({
      threads: () => this.#threads,
      patience: () => this.patience,
      onSilent: (thread) => this.lose(thread.thread, didNotAnswerFor(this.patience)),
    });
  }

  get threads(): readonly HostThread[] {
    return this.#threads;
  }

  /** The number of a new run. */
  enter(run: RunOnThreads): number {
    const number = ++this.#lastRun;
    this.#runs.set(number, new WeakRef(run));
    this.#forgotten.register(run, number);
    return number;
  }

  /** Has the threads drop what they have of a run. */
  forget(run: number): void {
    if (this.#runs.delete(run)) {
      for (const thread of this.#threads) {
        thread.post({ tell: 'forget', run });
      }
    }
  }

  /** The thread of a number; the first call starts them all, so that they start side by side. */
  at(number: number): HostThread {
    if (this.#threads.length === 0) {
      this.#threads = Array.from({ length: this.size }, (_, thread) => this.#start(thread));
      for (const thread of this.#threads) {
        this.#introduce(thread, this.#threads.slice(0, thread.thread));
      }
      this.#keepAlive();
    }
    return this.#threads[number] as HostThread;
  }

  /** For how many milliseconds a thread may be silent now. */
  get patience(): number {
    return inspectorUrl() === undefined ? this.#options.watchdog : Number.POSITIVE_INFINITY;
  }

  /** Hands what a thread said to the run that it is of, whoever has read it. */
  route(thread: HostThread, reply: Reply, reader: Hearer | undefined): void {
    const run = this.#runs.get(reply.run)?.deref();
    if (reader?.run === reply.run) {
      reader.hear(thread, reply);
    } else if (run !== undefined) {
      run.onReply(thread, reply);
    } else if (reply.reply === 'question') {
      thread.post({ tell: 'answer', run: reply.run, answer: answerOfNobody(reply.question) });
    }
  }

  /**
   * Takes a thread for lost, and puts a fresh one in its place.
   *
   * @param asker - who stands still for what it said last
   */
  lose(number: number, how: string, { asker, cause }: Circumstances = {}): void {
    const thread = this.#threads[number];
    if (thread === undefined) {
      return;
    }
    const mark = this.signals.actingAt(number);
    this.signals.dismiss(number);
    for (let reply = thread.receive(); reply !== undefined; reply = thread.receive()) {
      this.route(thread, reply, asker);
    }
    thread.kill();
    const address = [...this.#runs.values()].map((run) => run.deref()?.addressOfMark(mark)).find(isKnown);
    const where = address === undefined ? '' : ` in a step of ${address}`;
    const error = new ThreadLostError(number, `${how}${where}`, { cause });
    const fresh = this.#start(number);
    this.#threads[number] = fresh;
    this.#introduce(
      fresh,
      this.#threads.filter((other) => other !== fresh),
    );
    this.#keepAlive();
    for (const run of this.#runs.values()) {
      run.deref()?.onLost(error, mark);
    }
  }

  /** Keeps the process alive while something goes on on the threads. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy++ === 0) {
      this.#watchdog.start();
    }
    this.#keepAlive();
    try {
      return await work();
    } finally {
      if (--this.#busy === 0) {
        this.#watchdog.stop();
      }
      this.#keepAlive();
    }
  }

  /** Ends the threads, and with them all that lives there. */
  async close(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(threads.map((thread) => thread.end()));
  }

  #keepAlive(): void {
    for (const thread of this.#threads) {
      thread.keepAlive(this.#busy > 0);
    }
  }

  /** Gives a thread a way to each of some others. */
  #introduce(thread: HostThread, others: readonly HostThread[]): void {
    for (const other of others) {
      const { port1, port2 } = new MessageChannel();
      thread.post({ tell: 'meet', thread: other.thread, port: port1 }, [port1]);
      other.post({ tell: 'meet', thread: thread.thread, port: port2 }, [port2]);
    }
  }

  #start(thread: number): HostThread {
    this.signals.markAlive(thread);
    const { names, resourceLimits } = this.#options;
    return new HostThread({
      thread,
      name: names[thread] ?? '',
      signals: this.signals,
      resourceLimits,
      onNews: (news) => this.#runs.get(news.run)?.deref()?.onNews(news),
      onReply: (reply) => this.route(this.#threads[thread] as HostThread, reply, undefined),
      onLost: (how, cause) => this.lose(thread, how, { cause }),
    });
  }
}

/** What is known of how a thread was lost. */
interface Circumstances {
  readonly asker?: Hearer;
  readonly cause?: unknown;
}

/** How a thread was lost that was silent for so many milliseconds. */
export function didNotAnswerFor(ms: number): string {
  return `did not answer for ${ms} ms`;
}

function isKnown(address: string | undefined): boolean {
  return address !== undefined;
}

/** The answer to a step that a thread has yet to end when its run is over; nobody hears what comes of it. */
function answerOfNobody({ about }: Question): Answer {
  switch (about) {
    case 'name':
      return { about, actor: undefined, lineage: [] };
    case 'names':
      return { about, actors: {} };
    case 'snapshot':
      return { about, snapshot: { value: { status: 'stopped' } } };
    case 'claim':
      return { about, isGranted: true };
  }
}
