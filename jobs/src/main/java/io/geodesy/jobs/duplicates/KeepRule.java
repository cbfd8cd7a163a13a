package io.geodesy.jobs.duplicates;

/** Which row of a component of near-duplicates is kept. */
public enum KeepRule {
  /** The least id. */
  FIRST,
  /** The row with the least sum of squared distances to the others: the one nearest their mean. */
  MEDOID,
  /** Any, by a hash of seed and id. */
  RANDOM,
  /** The greatest value of a numeric column. */
  GREATEST,
  /** The least value of a numeric column. */
  LEAST,
  /** The longest text of a column. */
  LONGEST,
  /** The shortest text of a column. */
  SHORTEST;

  /** Returns whether the rule goes by a column. */
  boolean needsColumn() {
    return switch (this) {
      case FIRST, MEDOID, RANDOM -> false;
      case GREATEST, LEAST, LONGEST, SHORTEST -> true;
    };
  }
}
