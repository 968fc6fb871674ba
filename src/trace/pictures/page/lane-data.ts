/**
 * What the page of a swim-lane chart draws: a section of a trace as plain data.
 *
 * Steps are told by their position, from 0 in the section; all lists of steps are as long as the section.
 */
export interface LaneData {
  /** The id of the root. */
  readonly system: string;
  /** The number of the first step in the trace. */
  readonly first: number;
  /** When each step happened, in milliseconds. */
  readonly times: readonly number[];
  /** When the section ends, in milliseconds. */
  readonly end: number;
  /** Texts that steps refer to. */
  readonly texts: readonly string[];
  /** The event of each step: an index into `texts`. */
  readonly events: readonly number[];
  /** What each step changed: an index into `texts`, or -1. */
  readonly changes: readonly number[];
  /** Who sent the event: an index into `actors`, -1 for outside, or -2, -3, … for the first, second, … of `gone`. */
  readonly senders: readonly number[];
  /** Whose step it was, in the same way. */
  readonly receivers: readonly number[];
  /** The position of the step that caused it, or -1. */
  readonly causes: readonly number[];
  /** The kinds of actors: those of one logic. */
  readonly groups: readonly LaneGroup[];
  /** In the order in which their lives began. */
  readonly actors: readonly LaneActor[];
  /** The labels of actors that had ended before the section, and are heard of in it. */
  readonly gone: readonly string[];
  readonly series: readonly LaneSeries[];
}

/** See `senders` of {@link LaneData}. */
export const OUTSIDE_INDEX = -1;
export const FIRST_GONE = -2;

/** The actors of one logic. */
export interface LaneGroup {
  readonly name: string;
  /** The names of their states; the place of a name decides its colour. */
  readonly states: readonly string[];
  /** Whether they are so many that one lane shows how many are in which state. */
  readonly isFolded: boolean;
}

/** One life of an actor. */
export interface LaneActor {
  readonly label: string;
  /** An index into the groups. */
  readonly group: number;
  /** The states that it entered, each by its index in the group. */
  readonly states: readonly number[];
  /** The position at which it entered each of them. */
  readonly since: readonly number[];
  /** The position behind the step in which it ended; that behind the last step where it lived on. */
  readonly until: number;
}

/** A number over time. */
export interface LaneSeries {
  readonly name: string;
  /** The positions at which it changed. */
  readonly since: readonly number[];
  /** What it changed to. */
  readonly values: readonly number[];
}
