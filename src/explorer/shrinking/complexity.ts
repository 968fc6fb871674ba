/** What a reader of a schedule has to bear, the worst first. */
export interface Complexity {
  /** How many decisions there are. */
  readonly decisions: number;
  /**
   * How often something else comes between a decision and what follows from it, although that could have come at
   * once: the context switches that nothing forces (M. Musuvathi, S. Qadeer, "Iterative context bounding for
   * systematic testing of multithreaded programs", PLDI 2007), with chains of consequences in the place of threads.
   */
  readonly preemptions: number;
  /** How many times something is taken before something that has waited longer; none in FIFO order. */
  readonly overtakings: number;
}

/** Whether one schedule is to be preferred to another. */
export function isSimpler(one: Complexity, other: Complexity): boolean {
  return (
    (one.decisions - other.decisions ||
      one.preemptions - other.preemptions ||
      one.overtakings - other.overtakings) < 0
  );
}
