import type { AnyActorRef, EventObject } from 'xstate';
import { asyncTaskKindOf, functionNameOf } from '../../system/async-task.js';
import {
  giveSessionId,
  type NamedActors,
  onceInitialized,
  snapshotOf,
  sourceKeyOf,
  syncsSnapshot,
} from '../../system/thread-seam.js';
import {
  inputOf,
  isChildReport,
  lifeStageOf,
  logicOf,
  parentOf,
  systemIdOf,
  type XStateSeam,
} from '../../system/xstate-seam.js';
import type { RuntimeHooks } from '../../system/xstate-insides.js';
import type { ActorName } from './actor-key.js';
import type { CoordinatorLine } from './coordinator-line.js';
import { exactWire } from './exact-wire.js';
import type { FreeDelivery } from './free-delivery.js';
import type { News } from './messages.js';
import type { PresentStep } from './present-step.js';
import type { Residents } from './residents.js';
import { toWire, type Wire } from './wire.js';
import { HostingError } from './workers-errors.js';

/** Of what the actors of a thread are to write down. */
export interface HostedEffectsHost {
  readonly run: number;
  readonly line: CoordinatorLine;
  /** How often the thread of this number was lost before. */
  readonly life: number;
  readonly residents: Residents;
  readonly step: PresentStep;
  readonly seam: XStateSeam;
  readonly names: NamedActors;
  /** In a free run, what brings their events to others. */
  readonly free: FreeDelivery | undefined;
}

/** Writes down what the actors of a thread do beside changing their states, so that it is done in their names. */
export class HostedEffects implements RuntimeHooks {
  readonly #host: HostedEffectsHost;
  /** Those who were started; of the others the coordinator has to be told when they are stopped. */
  readonly #started = new WeakSet<AnyActorRef>();
  /** Those who were told to stop, while the stop is on its way. */
  readonly #stopping = new WeakSet<AnyActorRef>();
  #created = 0;
  /** Whether actors are being started that lived before: what XState tells their parents they were told. */
  #isReviving = false;

  constructor(host: HostedEffectsHost) {
    this.#host = host;
  }

  actorCreated(actor: AnyActorRef): void {
    const parent = parentOf(actor);
    if (parent === undefined) {
      return;
    }
    const { step, residents } = this.#host;
    const birth = step.takeBirth();
    if (birth === undefined) {
      this.#enterChild(actor, parent);
    } else {
      giveSessionId(actor, birth.sessionId);
      residents.enter(actor, birth.name, birth.ids, [birth.name.key, ...birth.lineage]);
    }
  }

  startActor(actor: AnyActorRef, start: () => void): void {
    const { step, residents } = this.#host;
    if (actor === step.starting || !step.isUnderWay || lifeStageOf(actor) !== 'not-started') {
      start();
      return;
    }
    const { key } = residents.of(actor).name;
    step.note({ do: 'start', key });
    start();
    const { status, error } = snapshotOf(actor) as { readonly status: string; readonly error?: unknown };
    step.note({ do: 'started', key, ...(status === 'error' ? { error: this.#likeness(error) } : {}) });
  }

  actorStarted(actor: AnyActorRef): void {
    this.#started.add(actor);
    this.#host.free?.started(actor);
  }

  actorEnded(actor: AnyActorRef): void {
    const { step, residents } = this.#host;
    const resident = residents.find(actor);
    if (resident === undefined) {
      return;
    }
    if (!this.#started.has(actor)) {
      step.note({ do: 'stop', key: resident.name.key });
    }
    residents.leave(resident);
  }

  sendEvent(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void {
    const { step, residents, run, free, seam } = this.#host;
    const to = residents.nameOf(target);
    if (to === undefined) {
      seam.deliver(source, target, event);
      return;
    }
    const isOwn = source !== undefined && isTheRuntimesOwn(source, target, event);
    if (isOwn && this.#isReviving) {
      return;
    }
    if (!step.isUnderWay && free?.isPaused === true) {
      free.whenResumed(() => this.sendEvent(source, target, event));
      return;
    }
    if (isOwn) {
      // A child that was told to stop reports only what mail led to.
      if (free !== undefined && (!this.#stopping.has(source) || step.isOfMail)) {
        free.bring('deliver', source, target, event);
      }
      return;
    }
    const from = source === undefined ? undefined : residents.nameOf(source)?.key;
    const wire = this.exact(source, to, event);
    if (step.isUnderWay) {
      step.note({ do: 'send', from, to: to.key, event: wire });
    } else {
      this.#tell({ news: 'sent', run, from, to: to.key, event: wire });
    }
    free?.bring('deliver', source, target, event);
  }

  stopActor(actor: AnyActorRef): void {
    const { step, residents, free } = this.#host;
    step.note({ do: 'stop', key: residents.of(actor).name.key });
    if (!this.#stopping.has(actor)) {
      this.#stopping.add(actor);
      free?.bring('stop', parentOf(actor), actor, { type: 'xstate.stop' });
    }
  }

  scheduleTimer(
    source: AnyActorRef,
    target: AnyActorRef,
    event: EventObject,
    delay: number,
    id: string | undefined,
  ): void {
    const { step, residents, free } = this.#host;
    const to = residents.nameOf(target);
    if (to === undefined) {
      throw new HostingError(
        'ERR_NOT_ACROSS_THREADS',
        `${residents.addressOf(source)} sets a timer for an actor of another system`,
      );
    }
    const from = residents.of(source).name.key;
    step.note({ do: 'set-timer', from, to: to.key, event: this.exact(source, to, event), delay, id });
    free?.setTimer(source, target, event, delay, id);
  }

  cancelTimer(source: AnyActorRef, id: string): void {
    const { step, residents, free } = this.#host;
    const { key } = residents.of(source).name;
    if (free === undefined || free.cancelTimer(key, id)) {
      step.note({ do: 'cancel-timer', from: key, id });
    }
  }

  cancelTimers(source: AnyActorRef): void {
    const { step, residents, free } = this.#host;
    if (free !== undefined) {
      const { key } = residents.of(source).name;
      step.note({ do: 'end-timers', from: key, ids: free.cancelTimers(key) });
    }
  }

  scheduledEvents(): Record<string, unknown> {
    throw new HostingError(
      'ERR_NOT_ACROSS_THREADS',
      'the timers of a system cannot be looked at from a thread; place the actor on the coordinator',
    );
  }

  emittedEvent(actor: AnyActorRef, event: EventObject): void {
    const { step, residents, run } = this.#host;
    const { name } = residents.of(actor);
    const wire = this.exact(actor, { ...name, address: 'those who listen' }, event);
    if (step.isUnderWay) {
      step.note({ do: 'emit', from: name.key, event: wire });
    } else {
      this.#tell({ news: 'emitted', run, from: name.key, event: wire });
    }
  }

  mayHaveName(systemId: string): boolean {
    return this.#host.names.mayEnter(systemId);
  }

  log(args: readonly unknown[]): void {
    const { step, residents } = this.#host;
    if (step.acting !== undefined) {
      step.note({ do: 'log', from: residents.of(step.acting).name.key, args: this.#likeness(args) });
    }
  }

  /** Starts actors that lived before, of whom those who were told to stop know it. */
  revive<T>(stopping: readonly AnyActorRef[], start: () => T): T {
    for (const actor of stopping) {
      this.#stopping.add(actor);
    }
    this.#isReviving = true;
    try {
      return start();
    } finally {
      this.#isReviving = false;
    }
  }

  /** An event ready for another thread, or an error that names who sends it: whose step it is, unless somebody else. */
  exact(source: AnyActorRef | undefined, to: ActorName, event: EventObject): Wire {
    const { step, residents } = this.#host;
    const sender = source ?? step.acting;
    return exactWire(event, residents, 'event', {
      sender: sender === undefined ? 'a task' : residents.addressOf(sender),
      receiver: to.address,
      what: event.type,
    });
  }

  #enterChild(actor: AnyActorRef, parent: AnyActorRef): void {
    const { step, residents, line, life } = this.#host;
    const above = residents.of(parent);
    const key = `t${line.thread}:${life === 0 ? '' : `${life}.`}${++this.#created}`;
    const ids = `${above.ids}/${actor.id}`;
    const systemId = systemIdOf(actor);
    residents.enter(actor, { key, id: actor.id, address: systemId ?? ids }, ids, [key, ...above.lineage]);
    above.children.set(actor.id, key);
    const logic = logicOf(actor);
    const kind = asyncTaskKindOf(logic);
    step.note({
      do: 'create',
      key,
      parent: above.name.key,
      id: actor.id,
      systemId,
      src: sourceKeyOf(actor),
      input: this.#likeness(inputOf(actor)),
      task: kind === undefined ? undefined : { kind, name: functionNameOf(logic) },
      syncSnapshot: syncsSnapshot(actor),
    });
    onceInitialized(actor, () => step.note({ do: 'created', key, change: residents.changeOf(actor) }));
  }

  /** Tells of what a task did between two steps; in a free run in one line with the steps. */
  #tell(news: News): void {
    const { run, line, free } = this.#host;
    if (free === undefined) {
      line.tell(news);
    } else {
      line.reply({ run, reply: 'news', news });
    }
  }

  #likeness(value: unknown): Wire {
    return toWire(value, this.#host.residents, 'likeness', 'value');
  }
}

/** Whether XState sends an event in the coordinator's own actor as well: how a child ended, or each of its states. */
function isTheRuntimesOwn(source: AnyActorRef, target: AnyActorRef, event: EventObject): boolean {
  return (
    parentOf(source) === target &&
    isChildReport(event) &&
    (lifeStageOf(source) === 'stopped' || event.type === `xstate.snapshot.${source.id}`)
  );
}
