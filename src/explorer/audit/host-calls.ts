/** What a system may ask its host for and get another answer each time. */
export type HostFunction =
  | 'Math.random'
  | 'Date.now'
  | 'new Date'
  | 'performance.now'
  | 'crypto.randomUUID'
  | 'crypto.getRandomValues';

/**
 * Tells of each call of a {@link HostFunction} anywhere in the process, until the function that it returns is
 * called. The answers stay the host's own.
 */
export function listenToHostCalls(onCall: (name: HostFunction) => void): () => void {
  const undo = [
    listenTo(Math, 'random', () => onCall('Math.random')),
    listenTo(Date, 'now', () => onCall('Date.now')),
    listenTo(performance, 'now', () => onCall('performance.now')),
    listenTo(crypto, 'randomUUID', () => onCall('crypto.randomUUID')),
    listenTo(crypto, 'getRandomValues', () => onCall('crypto.getRandomValues')),
    listenToDates(() => onCall('new Date')),
  ];
  return () => undo.forEach((restore) => restore());
}

/** Puts a function in the place of a method that tells of the call and goes on to the method. */
function listenTo(owner: object, key: string, onCall: () => void): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, key);
  const method = Reflect.get(owner, key) as (...args: unknown[]) => unknown;
  Object.defineProperty(owner, key, {
    configurable: true,
    writable: true,
    value: (...args: unknown[]) => {
      onCall();
      return method.apply(owner, args);
    },
  });
  return () => {
    if (own === undefined) {
      Reflect.deleteProperty(owner, key);
    } else {
      Object.defineProperty(owner, key, own);
    }
  };
}

/** A date without arguments is the host's time; with arguments it is only a value. */
function listenToDates(onCall: () => void): () => void {
  const real = globalThis.Date;
  globalThis.Date = new Proxy(real, {
    construct: (target, args: unknown[], newTarget) => {
      if (args.length === 0) {
        onCall();
      }
      return Reflect.construct(target, args, newTarget) as Date;
    },
    apply: (target, self, args: unknown[]) => {
      onCall();
      return Reflect.apply(target, self, args) as string;
    },
  });
  return () => {
    globalThis.Date = real;
  };
}
