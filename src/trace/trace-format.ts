/** The version of the trace format that this release writes, and the only one that it reads. */
export const TRACE_VERSION = 1;

/** The first line of a trace: what it needs, beside the system itself, to be run again. */
export interface TraceHeader {
  readonly trace: 'short-order';
  readonly version: number;
  /** The id of the root. */
  readonly system: string;
  /** The system id of the root, if it has one. */
  readonly systemId?: string;
  readonly scheduler: string;
  /** What distinguishes the scheduler from others of its name, such as the order in which it took decisions. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly clock: string;
  readonly seed: number;
  /** What the root was given. */
  readonly input: unknown;
  /** Where the system comes from, for whoever builds it again: a scenario and its options, say. */
  readonly origin?: unknown;
}

/** A line between the first and the last: one decision with its effects. */
export interface TraceStep {
  readonly step: number;
  /** In milliseconds of the run's clock. */
  readonly time: number;
  readonly do: 'start' | 'deliver' | 'settle' | 'stop' | 'fire' | 'crash';
  readonly seq?: number;
  readonly timer?: string;
  readonly from?: string;
  readonly to: string;
  readonly event?: { readonly type: string };
  readonly input?: unknown;
  readonly state: TraceState;
  readonly effects: readonly TraceEffect[];
}

/** The state that a step led to; `status` only where it is not active. */
export interface TraceState {
  readonly value?: unknown;
  /** The fields of the context that changed since the actor's last line; a context without fields as a whole. */
  readonly context?: unknown;
  /** The fields that the context no longer has. */
  readonly dropped?: readonly string[];
  readonly status?: string;
  readonly output?: unknown;
  readonly error?: unknown;
}

export type TraceEffect =
  | {
      readonly effect: 'send';
      readonly seq: number;
      readonly do?: 'stop';
      readonly from?: string;
      readonly to: string;
      readonly type?: string;
      readonly event?: { readonly type: string };
    }
  | {
      readonly effect: 'dead-letter';
      readonly seq: number;
      readonly reason: string;
      readonly from: string;
      readonly to: string;
      readonly event: { readonly type: string };
    }
  | {
      readonly effect: 'set-timer';
      readonly timer: string;
      readonly from?: string;
      readonly to?: string;
      readonly due: number;
      readonly type: string;
    }
  | { readonly effect: 'cancel-timer'; readonly timer: string; readonly from?: string }
  | {
      readonly effect: 'start';
      readonly actor: string;
      readonly source: string;
      readonly input?: unknown;
      readonly state?: TraceState;
    }
  | { readonly effect: 'end'; readonly actor: string; readonly status: string }
  | { readonly effect: 'emit'; readonly from?: string; readonly event: { readonly type: string } }
  | { readonly effect: 'block'; readonly ms: number }
  /** What the actor of a free run found of others, where that is not so at this place any more, or not yet. */
  | {
      readonly effect: 'found-name';
      readonly name: string;
      readonly holder: string | null;
      readonly taken?: true;
    }
  | {
      readonly effect: 'found-state';
      readonly actor: string;
      readonly state: Readonly<Record<string, unknown>>;
    };

/** A line for an envelope that reached the bus between two decisions. */
export interface TraceArrival {
  /** The envelope's number. */
  readonly arrival: number;
  readonly after: number;
  readonly time: number;
  readonly do: 'deliver' | 'settle' | 'stop';
  readonly from: string;
  readonly to: string;
  readonly event: { readonly type: string };
}

/** The last line of a trace. */
export interface TraceSummary {
  readonly end: true;
  readonly scheduler: string;
  readonly clock: string;
  readonly seed: number;
  readonly status: string;
  readonly decisions: number;
  /** In seconds of the run's clock. */
  readonly elapsed: number;
  /** SHA-256 of what the run is a function of and of every line between the first and the last, in hex. */
  readonly hash: string;
  /** SHA-256 of the first line and of the last but for the seal itself, in hex: the hash does not cover all of them. */
  readonly seal: string;
}

/** Where each line of a trace goes, one call a line, without the line break. */
export type TraceSink = (line: string) => void;
