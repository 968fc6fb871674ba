import type { Envelope } from '../../bus/lane.js';
import type { ControlledSystem } from '../../system/controlled-system.js';
import type { Decision } from '../../system/decision.js';
import { isChildReport, lifeStageOf } from '../../system/xstate-seam.js';
import { Fault } from '../../system/fault.js';
import type { Timer } from '../../system/timer.js';
import { ActorRecord } from '../../system/actor-record.js';
import type { ActorDirectory } from './actor-directory.js';
import type { ActorKey } from './actor-key.js';
import type { Delivery } from './messages.js';
import type { Mirror } from './mirror.js';
import type { Wire } from './wire.js';

/** What one thread is to do of a window. */
export interface Share {
  readonly thread: number;
  readonly deliveries: Delivery[];
  /** The first step in the window of each actor that lives elsewhere. */
  readonly elsewhere: (readonly [ActorKey, number])[];
}

/** Steps that may run side by side, and the place of each among them. */
export interface Window {
  readonly places: ReadonlyMap<Decision, number>;
  readonly shares: readonly Share[];
}

/**
 * The window that begins with a decision: this one and those behind it, as far as they are deliveries to actors on
 * threads. At random, and for a timer, it is that one alone.
 *
 * In FIFO order what waits now is delivered before anything that comes of it, so that all of the window is known when
 * its first is due. It ends before a delivery to an actor of the coordinator's: that one may create actors on threads,
 * and so needs these to be where it is.
 */
export function windowFrom(
  first: Decision,
  system: ControlledSystem,
  directory: ActorDirectory,
  wireOf: (decision: Envelope | Timer) => Wire,
  isFifo: boolean,
): Window {
  const places = new Map<Decision, number>();
  const shares = new Map<number, Share>();
  const firstSteps: [ActorKey, number, number][] = [];
  const known = new Set<ActorKey>();
  for (const envelope of isFifo && first === system.bus.oldest ? system.bus.all() : [first]) {
    if (envelope instanceof Fault) {
      break;
    }
    const mirror = hostedReceiver(envelope, directory);
    if (mirror === undefined) {
      break;
    }
    const index = places.size;
    const { key, thread } = mirror;
    const share = shares.get(thread) ?? { thread, deliveries: [], elsewhere: [] };
    shares.set(thread, share);
    share.deliveries.push({
      index,
      to: key,
      event: envelope.kind === 'stop' ? undefined : wireOf(envelope),
      reporter: reporterOf(envelope, directory),
    });
    places.set(envelope, index);
    if (!known.has(key)) {
      known.add(key);
      firstSteps.push([key, index, thread]);
    }
  }
  if (shares.size > 1) {
    for (const { thread, elsewhere } of shares.values()) {
      elsewhere.push(
        ...firstSteps.filter(([, , other]) => other !== thread).map(([key, index]) => [key, index] as const),
      );
    }
  }
  return { places, shares: [...shares.values()] };
}

/** The child by whose report an envelope is, where that child lives on a thread. */
function reporterOf({ sender, event }: Envelope | Timer, directory: ActorDirectory): ActorKey | undefined {
  return sender instanceof ActorRecord && isChildReport(event)
    ? directory.entryOf(sender.ref)?.mirror?.key
    : undefined;
}

function hostedReceiver({ receiver }: Decision, directory: ActorDirectory): Mirror | undefined {
  if (!(receiver instanceof ActorRecord) || lifeStageOf(receiver.ref) !== 'running') {
    return undefined;
  }
  return directory.entryOf(receiver.ref)?.mirror;
}
