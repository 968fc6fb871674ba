import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  type ResourceLimits,
  Worker,
} from 'node:worker_threads';
import { afterHostDelay } from '../../clock/host-timers.js';
import type { HostThreadData } from './hosting-worker.js';
import type { News, Notice, Reply, Request } from './messages.js';
import type { Signals } from './signals.js';
import { HostingError } from './workers-errors.js';

export interface HostThreadOptions {
  readonly thread: number;
  /** What debuggers call it. */
  readonly name: string;
  readonly signals: Signals;
  readonly resourceLimits: ResourceLimits | undefined;
  readonly onNews: (news: News) => void;
  /** What comes when nobody stands still for it. */
  readonly onReply: (reply: Reply) => void;
  /** @param how - in words, to be put behind the number of the thread */
  readonly onLost: (how: string, cause?: unknown) => void;
}

/** For how many milliseconds a thread that is to end may go on with what it does. */
const LEAVE_TAKING = 1000;

const file = new URL('./hosting-worker.js', import.meta.url);

/**
 * A thread on which actors live, as the coordinator has it.
 *
 * What is asked and answered goes through a port that is read without a turn of the event loop; what the thread says
 * by itself comes through the event loop.
 */
export class HostThread {
  readonly thread: number;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #signals: Signals;
  #isLost = false;

  constructor({ thread, name, signals, resourceLimits, onNews, onReply, onLost }: HostThreadOptions) {
    if (!existsSync(fileURLToPath(file))) {
      throw new HostingError(
        'ERR_WORKER_FILE',
        `the file that a thread runs is not at ${file.href}; build the package, and keep its files together`,
      );
    }
    const { port1, port2 } = new MessageChannel();
    const workerData: HostThreadData = { thread, port: port2, signals: signals.buffersOf(thread) };
    this.thread = thread;
    this.#port = port1;
    this.#signals = signals;
    this.#worker = new Worker(file, {
      name,
      workerData,
      transferList: [port2],
      ...(resourceLimits === undefined ? {} : { resourceLimits }),
    });
    this.#worker.on('message', onNews);
    this.#worker.on('error', (cause) => {
      onLost(`broke down (${String(cause)})`, cause);
    });
    this.#worker.on('exit', (code) => onLost(`ended with exit code ${code}`));
    this.#worker.unref();
    port1.on('message', (reply: Reply) => {
      if (!this.#isLost) {
        onReply(reply);
      }
    });
    port1.unref();
  }

  post(message: Request | Notice, transfer: readonly MessagePort[] = []): void {
    this.#port.postMessage(message, transfer);
    this.#signals.ringThread(this.thread);
  }

  /** The next that the thread has said, if it has. */
  receive(): Reply | undefined {
    const received: { readonly message: Reply } | undefined = receiveMessageOnPort(this.#port);
    return received?.message;
  }

  /** Whether the process is to go on for the sake of this thread. */
  keepAlive(isNeeded: boolean): void {
    if (isNeeded) {
      this.#worker.ref();
    } else {
      this.#worker.unref();
    }
  }

  /** Whether the thread has come to its end, also where it could not say so: known without a turn of the event loop. */
  get hasEnded(): boolean {
    // Node has -1 for how long the loop of a thread that has ended was idle.
    return this.#worker.performance.eventLoopUtilization().idle < 0;
  }

  /** What changes while a thread does anything or waits for something to do; `undefined` where it says nothing. */
  get signsOfLife(): string | undefined {
    const { idle, active } = this.#worker.performance.eventLoopUtilization();
    // A thread that has just been started has neither; one that waits for an answer is not to blame.
    return idle + active === 0 || this.#signals.waitsForAnswer(this.thread)
      ? undefined
      : `${idle} ${this.#signals.stepsAt(this.thread)}`;
  }

  /** Ends a thread that is lost already, and hears no more of it. */
  kill(): void {
    this.#isLost = true;
    this.#port.close();
    this.#worker.removeAllListeners().on('error', () => undefined);
    void this.#worker.terminate();
  }

  /** Lets the thread come to its end by itself, so that nothing is cut off; ends it where that takes too long. */
  async end(): Promise<void> {
    if (this.#isLost) {
      return;
    }
    const exited = new Promise((resolve) => {
      this.#worker.removeAllListeners('exit').once('exit', resolve);
    });
    this.#worker.ref();
    this.post({ tell: 'end' });
    const cancel = afterHostDelay(LEAVE_TAKING, () => void this.#worker.terminate());
    await exited;
    cancel();
  }
}
