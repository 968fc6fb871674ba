import { hostNow, nextMacrotask } from '../../clock/host-timers.js';
import type { ActorKey } from './actor-key.js';
import type { Did } from './deed.js';
import { fromWire } from './from-wire.js';
import type { HostThread } from './host-thread.js';
import type { Told } from './free-record.js';
import type { LogicSources } from './logic-source.js';
import type {
  Answer,
  Birth,
  FreeClock,
  Mail,
  Question,
  QuestionTurn,
  Reply,
  Request,
  RevivedFailure,
  Revival,
  Step,
} from './messages.js';
import { didNotAnswerFor, type Hearer, type RunOnThreads, type ThreadPool } from './thread-pool.js';
import type { Machines } from '../../system/machines.js';
import type { WireContext } from './wire-context.js';
import type { Share, Window } from './window.js';
import { HostingError, type HostingProblem, ThreadLostError } from './workers-errors.js';

/** After how many milliseconds without a word it is looked whether a thread was ended from outside, which rings no bell. */
const LOOK_AGAIN = 250;

/** How many milliseconds longer a thread may be silent that has to start and to import the modules first. */
const START_UP = 30_000;

/** A thread that was lost. */
export interface Loss {
  readonly error: ThreadLostError;
  /** The mark of the actor whose step was under way; 0 for none that is known. */
  readonly mark: number;
}

/**
 * What the coordinator of one run asks of its threads, and waits for without a turn of the event loop.
 *
 * A thread may itself ask in the midst of a step how things are when all steps before are done. The coordinator
 * carries out steps in their order; so it answers when it has come to that step, and waits for nothing else.
 */
export class ThreadCalls implements Hearer {
  readonly #pool: ThreadPool;
  readonly run: number;
  /** How the machines of the run take their transitions. */
  machines: Machines = 'interpreted';
  readonly #modules: LogicSources;
  readonly #freely: FreeClock | undefined;
  readonly #context: WireContext;
  readonly #onTold: (thread: number, told: Told) => void;
  readonly #answer: (asked: Asked) => Answer;
  readonly #opened = new Set<number>();
  /** How often all mail of a free run was sent anew, and whether that is going on. */
  #epoch = 0;
  #isPaused = false;
  /** The threads that were told to stand still and have not said that they do. */
  #pausing = new Set<number>();
  /** How often each thread was lost. */
  readonly #lives = new Map<number, number>();
  /** The threads that were asked something and have not said all, and since when they are silent. */
  readonly #waitingFor = new Map<number, number>();
  /** The threads that were lost, until somebody asks for them. */
  #lost: Loss[] = [];
  /** The thread of each step of the present window. */
  #threads: ReadonlyMap<number, number> = new Map();
  readonly #steps = new Map<number, Step>();
  #questions: Asked[] = [];
  /** What each thread has replied that was asked for one thing. */
  readonly #replies = new Map<number, SingleReply>();
  /** How each thread was lost last. */
  readonly #lastLoss = new Map<number, ThreadLostError>();
  /** The step whose turn it is. */
  #position: number | undefined;
  #settling: { readonly round: number; readonly waiting: Set<number>; readonly done: () => void } | undefined;
  #rounds = 0;

  constructor(
    pool: ThreadPool,
    modules: LogicSources,
    freely: FreeClock | undefined,
    context: WireContext,
    run: RunOnThreads,
    onTold: (thread: number, told: Told) => void,
    answer: (asked: Asked) => Answer,
  ) {
    this.#pool = pool;
    this.#modules = modules;
    this.#freely = freely;
    this.#context = context;
    this.#onTold = onTold;
    this.#answer = answer;
    this.run = pool.enter(run);
  }

  nameChanged(): void {
    this.#pool.signals.nameChanged();
  }

  /** Has an event of the coordinator's delivered, in a free run. */
  mail(thread: number, mail: Omit<Mail, 'run' | 'epoch'>): void {
    this.#pool.at(thread).post({ tell: 'mail', mail: { ...mail, run: this.run, epoch: this.#epoch } });
  }

  /**
   * In a free run: has all threads deliver nothing, and forget all mail; what they have done by then was told.
   *
   * @param catchUp - records what was told, before questions are answered
   */
  pauseAll(catchUp: () => void): void {
    this.#epoch++;
    this.#isPaused = true;
    this.#pausing = new Set(this.#opened);
    for (const thread of this.#pausing) {
      this.#post(thread, { ask: 'pause', run: this.run, epoch: this.#epoch });
    }
    this.#wait(() => {
      // A thread may be in the midst of a step, and stands still when that has ended.
      this.answerAll(catchUp);
      return this.#pausing.size === 0 ? true : undefined;
    });
    this.#openFresh();
  }

  /** Opens the run on the threads in the place of lost ones: till then they fire every timer that they are sent. */
  #openFresh(): void {
    for (const thread of new Set(this.#lost.map(({ error }) => error.thread))) {
      try {
        this.#open(thread);
      } catch (again) {
        // It was lost once more.
        if (!(again instanceof ThreadLostError)) {
          throw again;
        }
      }
    }
  }

  /** Whether all threads of a free run stand still. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Has all threads go on, when all mail was sent anew. */
  resumeAll(): void {
    this.#isPaused = false;
    for (const thread of this.#opened) {
      this.#pool.at(thread).post({ tell: 'resume', run: this.run });
    }
  }

  /** @returns what came of it, and how often its thread had been lost before */
  create(
    thread: number,
    birth: Birth,
  ): Extract<Reply, { readonly reply: 'created' }> & { readonly life: number } {
    this.#finishWindow();
    this.#open(thread);
    const life = this.livesOf(thread);
    return { ...this.#ask(thread, { ask: 'create', run: this.run, birth }, 'created'), life };
  }

  /** Has actors begin anew on a thread in the place of one that was lost; returns those of whom nothing came. */
  revive(thread: number, revivals: readonly Revival[]): readonly RevivedFailure[] {
    this.#open(thread);
    return this.#ask(thread, { ask: 'revive', run: this.run, revivals }, 'revived').failures;
  }

  #open(thread: number): void {
    if (!this.#opened.has(thread)) {
      this.#opened.add(thread);
      const how = {
        modules: this.#modules,
        machines: this.machines,
        freely: this.#freely,
        life: this.livesOf(thread),
      };
      const state = { epoch: this.#epoch, isPaused: this.#isPaused };
      this.#ask(thread, { ask: 'open', run: this.run, ...how, ...state }, 'opened');
    }
  }

  /**
   * @param life - how often its thread had been lost when the actor was created
   * @throws ThreadLostError where the thread was lost since
   */
  start(thread: number, key: ActorKey, life: number): Extract<Reply, { readonly reply: 'started' }> {
    this.#finishWindow();
    if (life !== this.livesOf(thread)) {
      throw this.#lossOf(thread);
    }
    return this.#ask(thread, { ask: 'start', run: this.run, key }, 'started');
  }

  /** Has the threads take the steps of a window side by side. */
  open({ shares }: Window): void {
    this.#finishWindow();
    this.#threads = new Map(
      shares.flatMap(({ thread, deliveries }) => deliveries.map(({ index }) => [index, thread])),
    );
    for (const { thread, deliveries, elsewhere } of shares) {
      // One that was lost just now takes them when its actors were seen to.
      if (this.#opened.has(thread)) {
        this.#post(thread, { ask: 'deliver', run: this.run, deliveries, elsewhere });
      }
    }
  }

  /** Has a thread take those steps of the present window again that one which was lost had taken or was to take. */
  redo(thread: number, { deliveries, elsewhere }: Pick<Share, 'deliveries' | 'elsewhere'>): void {
    for (const { index } of deliveries) {
      this.#steps.delete(index);
    }
    if (deliveries.length > 0 && this.#opened.has(thread)) {
      this.#post(thread, { ask: 'deliver', run: this.run, deliveries, elsewhere });
    }
  }

  /** Waits until the step at a place of the window was taken; `false` when a thread was lost before that. */
  waitForStep(index: number): boolean {
    this.#position = index;
    this.#wait(() => {
      if (this.#steps.has(index) || this.#lost.length > 0) {
        return true;
      }
      if (!this.#waitingFor.has(this.#threads.get(index) as number)) {
        throw new TypeError(`no thread took step ${index} of its window`);
      }
      return undefined;
    });
    this.#position = undefined;
    return this.#steps.has(index);
  }

  /** Whether threads were told where to find the logic of an actor by its address. */
  namesModuleFor(address: string): boolean {
    return Object.hasOwn(this.#modules, address);
  }

  /** What came of the step at a place of the window, for which one has waited. */
  stepAt(index: number): Did {
    const step = this.#steps.get(index);
    if (step === undefined) {
      throw new TypeError(`step ${index} was not waited for`);
    }
    this.#steps.delete(index);
    return step;
  }

  /** The threads of this run that were lost since this was asked last. */
  takeLost(): readonly Loss[] {
    const lost = this.#lost;
    this.#lost = [];
    return lost;
  }

  /** Whether a thread was lost and nobody has asked for it yet. */
  get hasLost(): boolean {
    return this.#lost.length > 0;
  }

  /** How often a thread was lost without anybody having asked for it yet. */
  lossesOf(thread: number): number {
    return this.#lost.filter(({ error }) => error.thread === thread).length;
  }

  /** How often a thread was lost, all in all. */
  livesOf(thread: number): number {
    return this.#lives.get(thread) ?? 0;
  }

  lose(loss: Loss): void {
    const { thread } = loss.error;
    this.#waitingFor.delete(thread);
    this.#pausing.delete(thread);
    this.#questions = this.#questions.filter((one) => one.thread !== thread);
    if (this.#opened.delete(thread)) {
      this.#lost.push(loss);
      this.#lastLoss.set(thread, loss.error);
      this.#lives.set(thread, (this.#lives.get(thread) ?? 0) + 1);
    }
    this.#leaveSettling(thread);
  }

  /** Gives the tasks on the threads a turn of their event loops; resolves when all that they sent by then is here. */
  async settle(): Promise<void> {
    if (this.#opened.size === 0) {
      await nextMacrotask();
      return;
    }
    const round = ++this.#rounds;
    await new Promise<void>((resolve) => {
      this.#settling = { round, waiting: new Set(this.#opened), done: resolve };
      for (const thread of this.#opened) {
        this.#pool.at(thread).post({ tell: 'settle', run: this.run, round });
      }
    });
  }

  settled(thread: number, round: number): void {
    if (this.#settling?.round === round) {
      this.#leaveSettling(thread);
    }
  }

  #leaveSettling(thread: number): void {
    const settling = this.#settling;
    if (settling?.waiting.delete(thread) === true && settling.waiting.size === 0) {
      this.#settling = undefined;
      settling.done();
    }
  }

  forget(): void {
    this.#pool.forget(this.run);
    this.#opened.clear();
  }

  /** Waits for the steps that nobody asked for any more: their envelopes were discarded. */
  #finishWindow(): void {
    if (this.#freely !== undefined) {
      return;
    }
    this.#wait(() => (this.#waitingFor.size === 0 ? true : undefined));
    this.#steps.clear();
  }

  /**
   * Asks a thread something, and waits for its answer alone: others may be in the midst of their steps.
   *
   * @throws ThreadLostError where the thread has not answered before it was lost
   */
  #ask<TKind extends SingleReply['reply']>(
    thread: number,
    request: Request,
    kind: TKind,
  ): Extract<Reply, { readonly reply: TKind }> {
    const life = this.livesOf(thread);
    if (!this.#opened.has(thread)) {
      throw this.#lossOf(thread);
    }
    this.#replies.delete(thread);
    this.#post(thread, request);
    const reply = this.#wait(
      () => this.#replies.get(thread) ?? (this.livesOf(thread) > life ? this.#lossOf(thread) : undefined),
    );
    this.#replies.delete(thread);
    if (reply instanceof Error) {
      throw reply;
    }
    if (reply.reply !== kind) {
      throw new TypeError(`thread ${thread} replied ${reply.reply} when it was asked to ${request.ask}`);
    }
    return reply as Extract<Reply, { readonly reply: TKind }>;
  }

  #lossOf(thread: number): Error {
    return this.#lastLoss.get(thread) ?? new TypeError(`the run was not opened on thread ${thread}`);
  }

  #post(thread: number, request: Request): void {
    const host = this.#pool.at(thread);
    this.#waitingFor.set(thread, hostNow() + (request.ask === 'open' ? START_UP : 0));
    host.post(request);
  }

  /** Stands still until there is something to return; answers meanwhile what the threads ask. */
  #wait<T>(until: () => T | undefined): T {
    const { signals, threads } = this.#pool;
    for (;;) {
      const seen = signals.rings;
      for (const thread of threads) {
        this.#receiveFrom(thread);
      }
      const result = until();
      if (result !== undefined) {
        return result;
      }
      if (!this.#answerOne() && !this.#loseOne()) {
        signals.waitForRing(seen, Math.min(this.#timeLeft(), LOOK_AGAIN));
      }
    }
  }

  /** Notes a thread that has come to its end, or is silent for too long; `false` when there is none. */
  #loseOne(): boolean {
    const { signals, patience } = this.#pool;
    for (const [thread, since] of this.#waitingFor) {
      if (signals.isGone(thread) || this.#pool.at(thread).hasEnded) {
        this.#pool.lose(thread, 'ended by itself', { asker: this });
        return true;
      }
      if (hostNow() - since >= patience && !this.#questions.some((one) => one.thread === thread)) {
        this.#pool.lose(thread, didNotAnswerFor(patience), { asker: this });
        return true;
      }
    }
    return false;
  }

  /** For how many milliseconds the thread that has been silent for longest may yet be. */
  #timeLeft(): number {
    const asked = [...this.#waitingFor].filter(
      ([thread]) => !this.#questions.some((one) => one.thread === thread),
    );
    return Math.max(0, Math.min(...asked.map(([, since]) => since)) + this.#pool.patience - hostNow());
  }

  #receiveFrom(thread: HostThread): void {
    for (let reply = thread.receive(); reply !== undefined; reply = thread.receive()) {
      this.#pool.route(thread, reply, this);
    }
  }

  /**
   * Answers the threads that have asked in steps which they take by themselves.
   *
   * @param catchUp - records all that was told; what led to a question was told before it, by whichever thread
   */
  answerAll(catchUp: () => void): void {
    while (this.#questions.length > 0) {
      const asked = this.#questions.splice(0);
      for (const thread of this.#pool.threads) {
        this.#receiveFrom(thread);
      }
      catchUp();
      for (const one of asked) {
        this.#sendAnswer(one);
      }
    }
  }

  /** Takes in what a thread has said. */
  hear(thread: HostThread, reply: Reply): void {
    switch (reply.reply) {
      case 'did':
        for (const step of reply.steps) {
          this.#steps.set(step.index, step);
        }
        if (reply.isLast) {
          this.#waitingFor.delete(thread.thread);
        }
        break;
      case 'took':
        this.#onTold(thread.thread, { step: reply.step });
        break;
      case 'news':
        this.#onTold(thread.thread, { news: reply.news });
        break;
      case 'question':
        this.#questions.push({ ...reply, thread: thread.thread });
        break;
      case 'problem':
        this.#waitingFor.delete(thread.thread);
        throw problemFrom(fromWire(reply.problem, this.#context));
      case 'paused':
        this.#pausing.delete(thread.thread);
        this.#waitingFor.delete(thread.thread);
        break;
      case 'opened':
      case 'created':
      case 'started':
      case 'revived':
        if (this.#pausing.has(thread.thread)) {
          this.#waitingFor.set(thread.thread, hostNow());
        } else {
          this.#waitingFor.delete(thread.thread);
        }
        this.#replies.set(thread.thread, reply);
        break;
    }
  }

  /** Answers a thread that has come to the step whose turn it is; `false` when none has. */
  #answerOne(): boolean {
    const index = this.#questions.findIndex(({ turn }) => this.#isTurn(turn));
    const [asked] = index === -1 ? [] : this.#questions.splice(index, 1);
    if (asked !== undefined) {
      this.#sendAnswer(asked);
    }
    return asked !== undefined;
  }

  #isTurn(turn: QuestionTurn): boolean {
    return turn.in === 'request' || (turn.in === 'window' && turn.index === this.#position);
  }

  #sendAnswer(asked: Asked): void {
    if (this.#waitingFor.has(asked.thread)) {
      this.#waitingFor.set(asked.thread, hostNow());
    }
    this.#pool.at(asked.thread).post({ tell: 'answer', run: this.run, answer: this.#answer(asked) });
  }
}

/** A reply that comes once to what was asked. */
type SingleReply = Extract<Reply, { readonly reply: 'opened' | 'created' | 'started' | 'revived' }>;

/** What a thread asked in the midst of a step. */
export interface Asked {
  readonly thread: number;
  readonly turn: QuestionTurn;
  readonly question: Question;
}

/** The error of a thread, as one of the class that callers know. */
function problemFrom(problem: unknown): unknown {
  if (problem instanceof Error && problem.name === 'HostingError') {
    const { code } = problem as unknown as { readonly code: HostingProblem };
    return new HostingError(code, problem.message, { cause: problem });
  }
  return problem;
}
