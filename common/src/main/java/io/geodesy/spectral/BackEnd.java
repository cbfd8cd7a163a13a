package io.geodesy.spectral;

/** Where an operator is multiplied. */
public enum BackEnd {
  /** In the driver up to a million rows, by ghost exchange beyond. */
  AUTO,
  /** In the driver, by block Lanczos. */
  LOCAL,
  /** On the executors, blocks of vectors in the driver and broadcast; filtered iteration. */
  BROADCAST,
  /** On the executors, blocks of vectors beside the rows, exchanging ghosts; filtered iteration. */
  GHOST;

  /**
   * In the driver 17 pairs of a million rows take a gibibyte and about half a minute of two cores;
   * a round across a network would have to pay for itself.
   */
  private static final int MOST_LOCAL = 1_000_000;

  /** Returns what is meant for an operator of some rows. */
  public BackEnd forRows(int rows) {
    if (this != AUTO) {
      return this;
    }
    return rows <= MOST_LOCAL ? LOCAL : GHOST;
  }
}
