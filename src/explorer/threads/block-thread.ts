import { Worker } from 'node:worker_threads';
import type { BlockAnswer, BlockRequest, BlockThreadData } from './block-messages.js';
import { ThreadsError } from './threads-error.js';

/** Another thread, which runs blocks of schedules one at a time. */
export class BlockThread {
  readonly #worker: Worker;

  constructor(workerData: BlockThreadData) {
    this.#worker = new Worker(new URL('./block-worker.js', import.meta.url), { workerData });
  }

  /** Has a block run there; rejects with a ThreadsError where the thread ends meanwhile. */
  run(block: number): Promise<BlockAnswer> {
    return new Promise((resolve, reject) => {
      const onMessage = (answer: BlockAnswer): void => settle(() => resolve(answer));
      const onError = (error: unknown): void => settle(() => reject(lost('broke down', error)));
      const onExit = (code: number): void => settle(() => reject(lost(`ended with exit code ${code}`)));
      const settle = (outcome: () => void): void => {
        this.#worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        outcome();
      };
      this.#worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      const request: BlockRequest = { block };
      this.#worker.postMessage(request);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

function lost(how: string, cause?: unknown): ThreadsError {
  return new ThreadsError('ERR_THREAD_LOST', `a thread of the exploration ${how}`, cause);
}
