/** Milliseconds on the host's monotonic clock, from an arbitrary zero. */
export function hostNow(): number {
  return performance.now();
}

/** Milliseconds that all threads of this process have spent computing since it began. */
export function hostCpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Calls `callback` once, in a turn of the host's timers, when about `ms` milliseconds have passed, however many
 * they are; returns what cancels it.
 *
 * Like every host timer it may come late, and by the clock of `hostNow` up to a millisecond early.
 */
export function afterHostDelay(ms: number, callback: () => void): () => void {
  const wait = Math.min(ms, longestHostDelay);
  let timer = setTimeout(elapsed, wait);
  let left = ms - wait;
  return () => clearTimeout(timer);

  function elapsed(): void {
    if (left <= 0) return callback();
    const next = Math.min(left, longestHostDelay);
    left -= next;
    timer = setTimeout(elapsed, next);
  }
}

/** Calls `callback` in a microtask turn of its own, behind those already queued. */
export function inMicrotask(callback: () => void): void {
  queueMicrotask(callback);
}

/** Resolves when the host has finished the microtasks queued by now and looked at its input and output once. */
export function nextMacrotask(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Keeps this thread from doing anything at all for `ms` milliseconds. */
export function blockThread(ms: number): void {
  Atomics.wait(neverNotified, 0, 0, ms);
}

/** The longest delay of `setTimeout`; beyond it the host fires at once. */
const longestHostDelay = 2 ** 31 - 1;

const neverNotified = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
