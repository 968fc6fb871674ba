import { type AnyActorRef, type EventObject, fromTransition } from 'xstate';
import type { Clock } from '../../clock/clock.js';
import type { Machines } from '../../system/machines.js';
import { createActorUnder, replaceNamedActors, snapshotOf } from '../../system/thread-seam.js';
import { createSeam, lifeStageOf, type XStateSeam } from '../../system/xstate-seam.js';
import type { ActorKey } from './actor-key.js';
import type { CoordinatorLine } from './coordinator-line.js';
import type { Deed } from './deed.js';
import { Elsewhere } from './elsewhere.js';
import { FreeDelivery } from './free-delivery.js';
import { fromWire } from './from-wire.js';
import { HostedEffects } from './hosted-effects.js';
import type { HostedLogics } from './hosted-logics.js';
import type { Answer, Birth, Delivery, Mail, Question, Reply, Revival, Step } from './messages.js';
import type { FreeNameSource } from './free-name-view.js';
import { HostedNames } from './hosted-names.js';
import { PresentStep } from './present-step.js';
import { Residents } from './residents.js';
import { createAnew, startAnew } from './revival.js';
import { toWire } from './wire.js';
import { HostingError } from './workers-errors.js';

export interface HostedSystemOptions {
  readonly run: number;
  readonly logics: HostedLogics;
  /** How their machines take their transitions. */
  readonly machines: Machines;
  readonly line: CoordinatorLine;
  /** Of a free run, in which this thread delivers its own mail. */
  readonly clock: Clock | undefined;
  /** How often the thread of this number was lost before. */
  readonly life: number;
  /** In a free run, how often all mail was sent anew, and whether that is going on. */
  readonly epoch: number;
  readonly isPaused: boolean;
}

/**
 * The actors of one run that live on this thread.
 *
 * Each runs its own logic in an actor of XState's. What it does beside changing its state is written down, and done
 * in its name by the coordinator, which alone has bus, timers and trace.
 */
export class HostedSystem {
  readonly #run: number;
  readonly #line: CoordinatorLine;
  readonly #logics: HostedLogics;
  readonly #seam: XStateSeam;
  readonly #names: HostedNames;
  readonly #residents: Residents;
  readonly #step = new PresentStep();
  /** What came of the steps of the present window that was not told yet. */
  #steps: Step[] = [];
  readonly #clock: Clock | undefined;
  /** In a free run, what delivers the mail of the actors that live here. */
  readonly #free: FreeDelivery | undefined;

  readonly #effects: HostedEffects;

  constructor({ run, logics, machines, line, clock, life, epoch, isPaused }: HostedSystemOptions) {
    this.#run = run;
    this.#line = line;
    this.#logics = logics;
    this.#clock = clock;
    const system = (): AnyActorRef['system'] => this.#seam.root.system;
    const residents: Residents = new Residents(run, `t${line.thread}.${life}`, {
      get system() {
        return system();
      },
      snapshotElsewhere: (key) => this.#step.see(key, () => elsewhere.snapshot(key)),
    });
    const elsewhere: Elsewhere = new Elsewhere(residents, (question) => this.#ask(question));
    this.#residents = residents;
    this.#names = new HostedNames(clock !== undefined, this.#nameSource(elsewhere));
    const effects = this.#createEffects(life);
    this.#effects = effects;
    this.#seam = createSeam(
      fromTransition((state: null) => state, null),
      effects,
      { clock: noTimeouts, machines, logger: (...args) => effects.log(args) },
    );
    replaceNamedActors(this.#seam.root, this.#names.view);
    this.#free = clock === undefined ? undefined : this.#createDelivery(effects, clock, epoch);
    if (isPaused) {
      this.#free?.pause(epoch);
    }
  }

  // What the coordinator asks for.

  create(birth: Birth): Reply {
    const logic = this.#logics.find(birth.way);
    const deeds = this.#beginRequest(undefined, birth.systemId);
    this.#step.expect(birth);
    const { name, parent, systemId, way, input } = birth;
    const ref = createActorUnder(this.#residents.actorAt(parent), logic, {
      id: name.id,
      systemId,
      src: way.at(-1)?.src,
      input: fromWire(input, this.#residents),
    });
    return { run: this.#run, reply: 'created', deeds, change: this.#residents.changeOf(ref) };
  }

  start(key: ActorKey): Reply {
    const actor = this.#residents.living(key);
    if (actor === undefined) {
      throw new TypeError(`no actor ${key} lives on this thread`);
    }
    const deeds = this.#beginRequest(actor);
    this.#step.starting = actor;
    actor.start();
    const { status, error } = snapshotOf(actor) as { readonly status: string; readonly error?: unknown };
    const failure = status === 'error' ? toWire(error, this.#residents, 'likeness', 'value') : undefined;
    return { run: this.#run, reply: 'started', deeds, error: failure };
  }

  /** Lets actors live on here that another thread took with it. */
  revive(revivals: readonly Revival[]): Reply {
    this.#beginRequest(undefined);
    const host = {
      residents: this.#residents,
      names: this.#names,
      logics: this.#logics,
      step: this.#step,
      seam: this.#seam,
    };
    const actors = createAnew(revivals, host);
    // What tasks send as they begin again is theirs, and no part of a step.
    this.#step.end();
    const stopping = actors.filter(([, { isStopping }]) => isStopping).map(([actor]) => actor);
    const failures = this.#effects.revive(stopping, () => startAnew(actors, host));
    return { run: this.#run, reply: 'revived', failures };
  }

  deliver(deliveries: readonly Delivery[], elsewhere: readonly (readonly [ActorKey, number])[]): Reply {
    this.#names.beginWindow(elsewhere);
    for (const delivery of deliveries) {
      const actor = this.#residents.living(delivery.to);
      if (
        actor !== undefined &&
        lifeStageOf(actor) === 'running' &&
        !this.#residents.isSuperseded(actor, delivery.reporter)
      ) {
        this.#take(actor, delivery);
      }
    }
    return this.#toldSteps(true);
  }

  /** Ends a request, whatever came of it. */
  endRequest(): void {
    this.#line.endStep();
    const outgoing = this.#step.end();
    this.#names.endStep();
    this.#steps = [];
    this.#free?.sendOff(outgoing);
  }

  /** In a free run: delivers nothing until it is resumed, and forgets all mail, which is sent anew. */
  pause(epoch: number): Reply {
    this.#free?.pause(epoch);
    return { run: this.#run, reply: 'paused' };
  }

  resume(): void {
    this.#free?.resume();
  }

  /** An event that the coordinator has sent to an actor of this thread. */
  receive(mail: Mail): void {
    this.#free?.receive(mail);
  }

  /** An event that another thread has sent to an actor of this one. */
  receiveDirectly(mail: Mail): void {
    this.#free?.receiveDirectly(mail);
  }

  /** The run is over. */
  close(): void {
    this.#free?.close();
  }

  block(ms: number): void {
    this.#clock?.block(ms);
    this.#step.note({ do: 'block', ms });
  }

  /** Leaves the present step as it is, for a request of the coordinator's in its midst; what is returned goes on. */
  suspendStep(): () => void {
    const steps = this.#steps;
    const { acting } = this.#step;
    const resume = [this.#step.suspend(), this.#names.suspend()];
    this.#steps = [];
    return () => {
      this.#steps = steps;
      for (const one of resume) {
        one();
      }
      this.#tellActing(acting);
    };
  }

  #beginRequest(acting: AnyActorRef | undefined, given?: string): readonly Deed[] {
    this.#tellActing(acting);
    this.#names.beginRequest(given);
    return this.#step.begin({ in: 'request' }, acting);
  }

  /** Writes down whose step the thread takes, for the case that it is lost. */
  #tellActing(acting: AnyActorRef | undefined): void {
    this.#line.beginStep(acting === undefined ? 0 : this.#residents.of(acting).mark);
  }

  #take(actor: AnyActorRef, { index, event }: Delivery): void {
    this.#tellActing(actor);
    const deeds = this.#step.begin({ in: 'window', index }, actor);
    this.#names.beginStep(index);
    if (event === undefined) {
      this.#seam.stop(actor);
    } else {
      this.#seam.deliver(undefined, actor, fromWire(event, this.#residents) as EventObject);
    }
    this.#steps.push({ index, deeds, change: this.#residents.changeOf(actor) });
  }

  #toldSteps(isLast: boolean): Reply {
    const steps = this.#steps;
    this.#steps = [];
    return { run: this.#run, reply: 'did', steps, isLast };
  }

  #ask(question: Question): Answer {
    const { turn } = this.#step;
    if (turn === undefined) {
      throw new HostingError(
        'ERR_NOT_ACROSS_THREADS',
        'an asynchronous task on a thread cannot look at actors elsewhere; give it what it needs as input',
      );
    }
    if (this.#steps.length > 0) {
      this.#line.reply(this.#toldSteps(false));
    }
    return this.#line.ask({ reply: 'question', run: this.#run, turn, question });
  }

  #nameSource(elsewhere: Elsewhere): FreeNameSource {
    const line = this.#line;
    return {
      askName: (systemId) => elsewhere.askName(systemId),
      askNames: () => elsewhere.askNames(),
      claim: (systemId, isReleased) => elsewhere.claim(systemId, isReleased),
      get changes() {
        return line.nameChanges;
      },
      changed: () => line.nameChanged(),
      nameOf: (actor) => this.#residents.nameOf(actor),
      released: (actor) => {
        if (lifeStageOf(actor) !== 'stopped') {
          this.#step.note({ do: 'release-name', key: this.#residents.of(actor).name.key });
        }
      },
    };
  }

  #createEffects(life: number): HostedEffects {
    const seam = (): XStateSeam => this.#seam;
    const free = (): FreeDelivery | undefined => this.#free;
    return new HostedEffects({
      run: this.#run,
      line: this.#line,
      life,
      residents: this.#residents,
      step: this.#step,
      names: this.#names.view,
      get seam() {
        return seam();
      },
      get free() {
        return free();
      },
    });
  }

  #createDelivery(effects: HostedEffects, clock: Clock, epoch: number): FreeDelivery {
    const names = this.#names;
    return new FreeDelivery(
      {
        run: this.#run,
        line: this.#line,
        residents: this.#residents,
        seam: this.#seam,
        step: this.#step,
        get found() {
          return names.found;
        },
        beginStep: (actor, isOfMail) => {
          this.#tellActing(actor);
          names.beginFreeStep();
          return this.#step.begin({ in: 'free-step' }, actor, isOfMail);
        },
        endStep: () => this.endRequest(),
        exact: (source, to, event) => effects.exact(source, to, event),
      },
      clock,
      epoch,
    );
  }
}

const noTimeouts = {
  setTimeout: () => {
    throw new HostingError(
      'ERR_NOT_ACROSS_THREADS',
      'actor.clock is not to be had on a thread; use delayed events, or place the actor on the coordinator',
    );
  },
  clearTimeout: () => undefined,
};
