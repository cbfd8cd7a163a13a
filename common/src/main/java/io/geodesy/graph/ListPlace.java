package io.geodesy.graph;

/** Where an analysis has the neighbour lists, and what belongs to their rows. */
public enum ListPlace {
  /** In the driver up to two million rows, in blocks beyond. */
  AUTO,
  /** In the driver. */
  LOCAL,
  /** On the executors, in blocks of near rows. */
  BLOCKS;

  /** Two million rows take about two gibibytes in the driver, three times less in blocks. */
  private static final long MOST_LOCAL = 2_000_000;

  /** Returns whether this means blocks for a table of some rows. */
  public boolean isBlocks(long rows) {
    return this == BLOCKS || (this == AUTO && rows > MOST_LOCAL);
  }
}
