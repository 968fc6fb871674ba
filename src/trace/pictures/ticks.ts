/** How long a step is drawn, in microseconds of the picture: it takes no time of the run. */
export const TICK = 1;

/**
 * Gives each line of a trace a moment of its own, in whole microseconds: that of its time, or one behind the line
 * before where that is later. So the lines of one moment stand side by side, in order; where there are more of them
 * than microseconds up to the next moment, that one is pushed back, and the picture is true to the clock again as
 * soon as enough time passes without a step.
 */
export class Ticks {
  #last = -TICK;

  /** @param time - of the next line, in milliseconds */
  at(time: number): number {
    this.#last = Math.max(Math.floor(time * 1000), this.#last + TICK);
    return this.#last;
  }
}
