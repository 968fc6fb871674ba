import type { TraceSink } from '../trace-format.js';

/** An event of the Chrome trace event format; times are in microseconds. */
export interface PerfettoEvent {
  /** `B` and `E` begin and end a slice, `X` is a whole one; `i` is an instant, `s`, `t` and `f` are a flow. */
  readonly ph: 'B' | 'E' | 'X' | 'i' | 's' | 't' | 'f' | 'b' | 'e' | 'C' | 'M';
  readonly tid: number;
  readonly ts?: number;
  readonly name?: string;
  readonly cat?: string;
  readonly id?: number;
  readonly dur?: number;
  /** Of a flow's end: the slice that it is in, and not the next one. */
  readonly bp?: 'e';
  /** Of an instant: drawn on its track alone. */
  readonly s?: 't';
  readonly args?: Readonly<Record<string, unknown>>;
}

/** The one process of the picture. */
const PROCESS = 1;

/** Writes the JSON object of the Chrome trace event format, one event a line, as they come. */
export class PerfettoFile {
  readonly #sink: TraceSink;
  #before = '{"displayTimeUnit":"ms","traceEvents":[\n';

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  write({ ph, tid, ...rest }: PerfettoEvent): void {
    // The comma stands before an event, so that nothing need be known of what follows.
    this.#sink(this.#before + JSON.stringify({ ph, pid: PROCESS, tid, ...rest }));
    this.#before = ',';
  }

  /** Ends the file, with what is to be said of the whole. */
  close(otherData: Readonly<Record<string, unknown>>): void {
    this.#sink(`],"otherData":${JSON.stringify(otherData)}}`);
  }
}
