package io.geodesy.jobs.knn;

/** How much work a graph is worth: what stands for parameters that are not given one by one. */
enum Preset {
  /** A first look: fewer balls a row, recall of at least 0.95. */
  FAST(0.95, 5, 1),
  /** Recall of at least 0.98. */
  STANDARD(0.98, SearchPlanner.FANOUT, SearchPlanner.ROUNDS),
  /** More balls, recall of at least 0.995. */
  HIGH(0.995, 10, 2),
  /** All pairs, in one block. */
  EXACT(1, SearchPlanner.FANOUT, SearchPlanner.ROUNDS);

  private final double recallTarget;
  private final int fanout;
  private final int rounds;

  Preset(double recallTarget, int fanout, int rounds) {
    this.recallTarget = recallTarget;
    this.fanout = fanout;
    this.rounds = rounds;
  }

  double recallTarget() {
    return recallTarget;
  }

  int fanout() {
    return fanout;
  }

  int rounds() {
    return rounds;
  }
}
