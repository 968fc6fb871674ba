import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Clock } from '../../clock/clock.js';
import { createRealClock } from '../../clock/real-clock.js';
import { createScaledClock } from '../../clock/scaled-clock.js';
import { nextMacrotask } from '../../clock/host-timers.js';
import type { CoordinatorLine } from './coordinator-line.js';
import { ErrorTable } from './error-table.js';
import { tellOfDeadTimer } from './free-delivery.js';
import { HostedLogics } from './hosted-logics.js';
import { HostedSystem } from './hosted-system.js';
import type { Answer, FreeClock, Mail, News, Notice, Reply, Request } from './messages.js';
import { type SignalBuffers, Signals } from './signals.js';
import { toWire } from './wire.js';

// A thread on which actors live. Loaded by URL from host-thread.ts.

/** What a thread is given at its start. */
export interface HostThreadData {
  readonly thread: number;
  readonly port: MessagePort;
  readonly signals: SignalBuffers;
}

const { thread, port, signals: buffers } = workerData as HostThreadData;
const signals = new Signals({ thread, buffers });
/** The ways to the other threads. */
const ways = new Map<number, MessagePort>();
const runs = new Map<number, HostedSystem>();

process.on('exit', () => signals.markGone(thread));

const line: CoordinatorLine = {
  thread,
  get nameChanges() {
    return signals.names;
  },
  nameChanged: () => signals.nameChanged(),
  ask(question) {
    reply(question);
    return nextAnswer(question.run);
  },
  reply,
  tell,
  beginStep: (mark) => signals.beginStep(thread, mark),
  endStep: () => signals.endStep(thread),
  mail(to, mail) {
    // What led to it was told before; should the thread be lost, either this is seen, or that was heard.
    if (!signals.isDismissed(thread)) {
      ways.get(to)?.postMessage(mail);
    }
  },
};

/** What has come and was not seen to; while a step waits for an answer, all else waits behind it. */
const inbox: (Request | Notice)[] = [];
let isSeeing = false;
/** The answers that have come to the steps which wait for some, by their runs. */
const answers = new Map<number, Answer>();

port.on('message', (message: Request | Notice) => {
  inbox.push(message);
  seeToInbox();
});

function seeToInbox(): void {
  if (isSeeing) {
    return;
  }
  isSeeing = true;
  try {
    for (let message = inbox.shift(); message !== undefined; message = inbox.shift()) {
      seeTo(message);
    }
  } finally {
    isSeeing = false;
  }
}

function seeTo(message: Request | Notice): void {
  if ('ask' in message) {
    if (message.ask === 'open') {
      void open(message);
    } else {
      answer(message);
    }
  } else if (message.tell === 'forget') {
    runs.get(message.run)?.close();
    runs.delete(message.run);
  } else if (message.tell === 'mail') {
    receive(message.mail, (system) => system.receive(message.mail));
  } else if (message.tell === 'resume') {
    runs.get(message.run)?.resume();
  } else if (message.tell === 'meet') {
    meet(message.thread, message.port);
  } else if (message.tell === 'end') {
    port.close();
  } else if (message.tell === 'settle') {
    const { run, round } = message;
    void nextMacrotask().then(() => tell({ news: 'settled', run, thread, round }));
  }
}

async function open(request: Extract<Request, { readonly ask: 'open' }>): Promise<void> {
  const { run, modules, machines, freely, life, epoch, isPaused } = request;
  try {
    const blocking = { block: (ms: number) => runs.get(run)?.block(ms) };
    const logics = await HostedLogics.import(modules, blocking);
    const clock = freely === undefined ? undefined : clockOf(freely);
    runs.set(run, new HostedSystem({ run, logics, machines, line, clock, life, epoch, isPaused }));
    reply({ run, reply: 'opened' });
  } catch (error) {
    replyProblem(run, error);
  }
}

function answer(request: Exclude<Request, { readonly ask: 'open' }>): void {
  const system = runs.get(request.run);
  try {
    if (system === undefined) {
      throw new TypeError(`run ${request.run} was not opened on thread ${thread}`);
    }
    switch (request.ask) {
      case 'create':
        reply(system.create(request.birth));
        break;
      case 'pause':
        reply(system.pause(request.epoch));
        break;
      case 'revive':
        reply(system.revive(request.revivals));
        break;
      case 'start':
        reply(system.start(request.key));
        break;
      case 'deliver':
        reply(system.deliver(request.deliveries, request.elsewhere));
        break;
    }
  } catch (error) {
    replyProblem(request.run, error);
  } finally {
    system?.endRequest();
  }
}

/** Keeps the way to another thread, on which its mail comes, too. */
function meet(other: number, way: MessagePort): void {
  ways.get(other)?.close();
  ways.set(other, way);
  way.on('message', (mail: Mail) => receive(mail, (system) => system.receiveDirectly(mail)));
  // The port to the coordinator alone keeps the thread going.
  way.unref();
}

function receive(mail: Mail, put: (system: HostedSystem) => void): void {
  const system = runs.get(mail.run);
  if (system === undefined) {
    tellOfDeadTimer(mail, line);
  } else {
    put(system);
  }
}

function clockOf({ factor }: FreeClock): Clock {
  return factor === 1 ? createRealClock() : createScaledClock(factor);
}

function reply(message: Reply): void {
  port.postMessage(message);
  signals.ringCoordinator();
}

function replyProblem(run: number, error: unknown): void {
  const context = {
    nameOf: () => undefined,
    actorAt: () => ({}),
    errors: new ErrorTable(`t${thread}`),
  };
  reply({ run, reply: 'problem', problem: toWire(error, context, 'likeness', 'problem') });
}

function tell(news: News): void {
  parentPort?.postMessage(news);
}

/**
 * Stands still until the coordinator has answered. It may be in the midst of a step in which it has actors created
 * here, and answers behind that step; so this is done meanwhile.
 */
function nextAnswer(run: number): Answer {
  for (;;) {
    const early = answers.get(run);
    if (early !== undefined) {
      answers.delete(run);
      return early;
    }
    const seen = signals.ringsAt(thread);
    const received: { readonly message: Request | Notice } | undefined = receiveMessageOnPort(port);
    if (received === undefined) {
      signals.waitForRingAt(thread, seen);
    } else if ('tell' in received.message && received.message.tell === 'answer') {
      // In the midst of a step of one run, one of another may have been begun that asks as well.
      answers.set(received.message.run, received.message.answer);
    } else if (
      'ask' in received.message &&
      (received.message.ask === 'create' || received.message.ask === 'start')
    ) {
      const resume = runs.get(run)?.suspendStep();
      answer(received.message);
      resume?.();
    } else {
      inbox.push(received.message);
      void nextMacrotask().then(seeToInbox);
    }
  }
}
