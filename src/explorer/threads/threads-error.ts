/** An exploration that cannot run on several threads; the message says what it lacks. */
export class ThreadsError extends Error {
  /**
   * `ERR_THREADS_NEED_MODULE` where something was given that no other thread can get at, `ERR_THREAD_LOST` where a
   * thread ended by itself.
   */
  readonly code: 'ERR_THREADS_NEED_MODULE' | 'ERR_THREAD_LOST';

  constructor(code: ThreadsError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ThreadsError';
    this.code = code;
  }
}
