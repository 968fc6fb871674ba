import type { MessagePort } from 'node:worker_threads';
import type { ActorKey, ActorName } from './actor-key.js';
import type { Deed, Did } from './deed.js';
import type { LogicSources } from './logic-source.js';
import type { History, SnapshotChange } from './snapshot-change.js';
import type { Machines } from '../../system/machines.js';
import type { Wire } from './wire.js';

/** How fast the clock of a run goes in which each thread delivers its own mail. */
export interface FreeClock {
  /** How many milliseconds of the clock a millisecond of the host's is. */
  readonly factor: number;
}

/** An event that goes straight to the thread of its receiver. */
export interface Mail {
  readonly run: number;
  readonly kind: 'deliver' | 'stop' | 'fire';
  readonly from: ActorName | undefined;
  readonly to: ActorKey;
  readonly event: Wire;
  /** The timer that is to fire, what its sender calls it, and who may have it. */
  readonly timer: { readonly name: string; readonly claim: SharedArrayBuffer } | undefined;
  /** How often all mail had been sent anew for the loss of a thread: what was sent before that is sent twice. */
  readonly epoch: number;
}

/** What a step found when it looked at who has which system id. */
export interface Found {
  /** Who had a name; `undefined`: nobody. */
  readonly names: readonly (readonly [string, ActorKey | undefined])[];
  /** Whether it looked at all names, so that nobody had the others. */
  readonly isAll: boolean;
  /** The names that it could not give to actors of its own. */
  readonly taken: readonly string[];
}

/** A step that a thread took by itself: what it delivered, and what came of it. */
export interface FreeStep extends Pick<Did, 'deeds'> {
  /** `undefined` where nobody took a step. */
  readonly found: Found | undefined;
  /** What the step made of the receiver's state; `undefined` where that had ended, or lives on the coordinator. */
  readonly change: SnapshotChange | undefined;
  readonly kind: Mail['kind'];
  readonly from: ActorKey | undefined;
  readonly to: ActorKey;
  readonly type: string;
  /** The timer that fired, with its event: its name alone may be that of several. */
  readonly timer:
    | {
        readonly name: string;
        readonly event: Wire;
        /** Of a timer of another thread's: who has it. */
        readonly claim: SharedArrayBuffer | undefined;
      }
    | undefined;
}

/** One of the actors from the root down to another, and how its parent says what it runs. */
export interface WayPoint {
  readonly address: string;
  /** What its parent calls its logic, if it has a name for it. */
  readonly source: string | undefined;
  /** Its `src`, as XState has it; `undefined` for the root, and where the logic was given as an object. */
  readonly src: string | undefined;
}

/** A child of an actor of the coordinator's, to be created on a thread. */
export interface Birth {
  readonly name: ActorName;
  /** The ids from the root to it, joined by slashes. */
  readonly ids: string;
  readonly parent: ActorName;
  /** The actors above it, the nearest first. */
  readonly lineage: readonly ActorKey[];
  readonly systemId: string | undefined;
  readonly sessionId: string;
  /** The actors from the root down to this one. */
  readonly way: readonly WayPoint[];
  readonly input: Wire;
}

/** An actor that is to live on where its thread was lost, as it was when its last step was committed. */
export interface Revival extends Omit<Birth, 'input'> {
  readonly syncSnapshot: boolean;
  /** Of a machine: the state that it is in. */
  readonly value: unknown;
  /** The fields of its snapshot but the children. */
  readonly snapshot: Wire;
  /** Its children by their ids, where it is a machine. */
  readonly children: Wire | undefined;
  /** The states that each of its history states remembers, by their ids. */
  readonly history: History | undefined;
  /** How many children it has had that were named for the same thing, by what they are named for. */
  readonly unnamedChildren: readonly (readonly [string, number])[];
  /** Whether it was told to stop, and the stop is on its way. */
  readonly isStopping: boolean;
}

/** An actor that was to begin anew, and failed as it was started. */
export interface RevivedFailure {
  readonly key: ActorKey;
  readonly error: Wire;
}

/** One step of a hosted actor. */
export interface Delivery {
  /** Its place in the window, over all threads. */
  readonly index: number;
  readonly to: ActorKey;
  /** The event; `undefined` where the actor is to stop. */
  readonly event: Wire | undefined;
  /** The child that reports by the event, if one does. */
  readonly reporter: ActorKey | undefined;
}

/** What the coordinator asks a thread to do. Each is answered by one {@link Reply}. */
export type Request =
  | {
      readonly ask: 'open';
      readonly run: number;
      readonly modules: LogicSources;
      readonly machines: Machines;
      readonly freely: FreeClock | undefined;
      /** How often the thread of this number was lost before. */
      readonly life: number;
      readonly epoch: number;
      /** Whether it is to deliver nothing yet. */
      readonly isPaused: boolean;
    }
  /** In a free run: deliver nothing and forget all mail, which is sent anew. */
  | { readonly ask: 'pause'; readonly run: number; readonly epoch: number }
  | { readonly ask: 'revive'; readonly run: number; readonly revivals: readonly Revival[] }
  | { readonly ask: 'create'; readonly run: number; readonly birth: Birth }
  | { readonly ask: 'start'; readonly run: number; readonly key: ActorKey }
  | {
      readonly ask: 'deliver';
      readonly run: number;
      readonly deliveries: readonly Delivery[];
      /** The first step in the window of each actor that lives elsewhere. */
      readonly elsewhere: readonly (readonly [ActorKey, number])[];
    };

/** What the coordinator tells a thread, and waits for no answer. */
export type Notice =
  | { readonly tell: 'answer'; readonly run: number; readonly answer: Answer }
  | { readonly tell: 'mail'; readonly mail: Mail }
  /** All mail was sent anew: go on. */
  | { readonly tell: 'resume'; readonly run: number }
  /** The ports to the other threads, by their numbers. */
  | { readonly tell: 'meet'; readonly thread: number; readonly port: MessagePort }
  | { readonly tell: 'settle'; readonly run: number; readonly round: number }
  | { readonly tell: 'forget'; readonly run: number }
  /** There will be no more: the thread may come to its end when all that it still does is done. */
  | { readonly tell: 'end' };

/** What a thread has to know of the rest of the run, as it is when all steps before are done. */
export type Question =
  | { readonly about: 'name'; readonly systemId: string }
  | { readonly about: 'names' }
  | { readonly about: 'snapshot'; readonly key: ActorKey }
  /** In a free run: may an actor of the present step have the name? `isReleased`: who had it gave it up in this step. */
  | { readonly about: 'claim'; readonly systemId: string; readonly isReleased: boolean };

/**
 * When a question is to be answered: as all is when the coordinator has come to a step of the window, now, in the
 * midst of what it has asked for, or in a free run between two of its own steps, when all that was told is recorded.
 */
export type QuestionTurn =
  | { readonly in: 'window'; readonly index: number }
  | { readonly in: 'request' }
  | { readonly in: 'free-step' };

export type Answer =
  /** `lineage`: the actor and all above it, whose steps alone can take the name away. */
  | { readonly about: 'name'; readonly actor: ActorName | undefined; readonly lineage: readonly ActorKey[] }
  | { readonly about: 'names'; readonly actors: Readonly<Record<string, ActorName>> }
  | { readonly about: 'snapshot'; readonly snapshot: Wire }
  | { readonly about: 'claim'; readonly isGranted: boolean };

/** What a thread answers, or asks itself in the midst of a step. */
export type Reply = {
  /** The run that it is of. Several may have asked at once: it is for this one alone, whoever reads it. */
  readonly run: number;
} & (
  | { readonly reply: 'opened' }
  | { readonly reply: 'created'; readonly deeds: readonly Deed[]; readonly change: SnapshotChange }
  | { readonly reply: 'started'; readonly deeds: readonly Deed[]; readonly error: Wire | undefined }
  | { readonly reply: 'paused' }
  | { readonly reply: 'revived'; readonly failures: readonly RevivedFailure[] }
  | { readonly reply: 'did'; readonly steps: readonly Step[]; readonly isLast: boolean }
  | { readonly reply: 'question'; readonly turn: QuestionTurn; readonly question: Question }
  /** In a free run: a step, or what a task sent or emitted between two. Nobody asked for it. */
  | { readonly reply: 'took'; readonly step: FreeStep }
  | { readonly reply: 'news'; readonly news: News }
  /** What was asked could not be done: a fault of how the threads were set up, or of this library. */
  | { readonly reply: 'problem'; readonly problem: Wire }
);

/** What came of a delivery. */
export interface Step extends Did {
  readonly index: number;
}

/** What a thread says by itself, between two requests. */
export type News =
  | {
      readonly news: 'sent';
      readonly run: number;
      readonly from: ActorKey | undefined;
      readonly to: ActorKey;
      readonly event: Wire;
    }
  | { readonly news: 'emitted'; readonly run: number; readonly from: ActorKey; readonly event: Wire }
  | { readonly news: 'settled'; readonly run: number; readonly thread: number; readonly round: number };
