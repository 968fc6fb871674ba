import { url as inspectorUrl } from 'node:inspector';
import type { ResourceLimits } from 'node:worker_threads';
import { HostThread } from './host-thread.js';
import type { News } from './messages.js';
import { Signals } from './signals.js';
import type { ThreadLostError } from './workers-errors.js';

/** Who wants to know what the threads say of a run by themselves. */
export interface RunOnThreads {
  onNews(news: News): void;
  onLost(error: ThreadLostError): void;
}

export interface ThreadPoolOptions {
  readonly threads: number;
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

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
    this.size = options.threads;
    this.signals = new Signals(options.threads);
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
      this.#keepAlive();
    }
    return this.#threads[number] as HostThread;
  }

  /** For how many milliseconds a thread may be silent now. */
  get patience(): number {
    return inspectorUrl() === undefined ? this.#options.watchdog : Number.POSITIVE_INFINITY;
  }

  /** Takes a thread for lost, and puts a fresh one in its place. */
  lose(error: ThreadLostError): void {
    const thread = this.#threads[error.thread];
    if (thread === undefined || (thread.lost !== undefined && thread.lost !== error)) {
      return;
    }
    thread.lost = error;
    thread.kill();
    this.#threads[error.thread] = this.#start(error.thread);
    this.#keepAlive();
    for (const run of this.#runs.values()) {
      run.deref()?.onLost(error);
    }
  }

  /** Keeps the process alive while something goes on on the threads. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    this.#keepAlive();
    try {
      return await work();
    } finally {
      this.#busy--;
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

  #start(thread: number): HostThread {
    this.signals.markAlive(thread);
    const { resourceLimits } = this.#options;
    return new HostThread({
      thread,
      signals: this.signals,
      resourceLimits,
      onNews: (news) => this.#runs.get(news.run)?.deref()?.onNews(news),
      onLost: (error) => this.lose(error),
    });
  }
}
