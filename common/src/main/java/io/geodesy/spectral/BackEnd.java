package io.geodesy.spectral;

/** Where an operator is multiplied. */
public enum BackEnd {
  /** In the driver for a graph of up to two million rows, by ghost exchange beyond. */
  AUTO,
  /** In the driver, by block Lanczos. */
  LOCAL,
  /** Graph and vectors in the driver, products on the executors; filtered iteration. */
  BROADCAST,
  /** Graph and vectors on the executors, exchanging ghosts; filtered iteration. */
  GHOST;

  /**
   * In the driver 17 pairs of a million rows take a gibibyte and less than a minute of two cores; a
   * round across a network would have to pay for itself.
   */
  private static final int MOST_LOCAL = 2_000_000;

  /** Returns what is meant for a graph of some rows. */
  public BackEnd forRows(long rows) {
    if (this != AUTO) {
      return this;
    }
    return rows <= MOST_LOCAL ? LOCAL : GHOST;
  }
}
