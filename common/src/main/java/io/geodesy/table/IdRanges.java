package io.geodesy.table;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Cuts the ids of a table, in their order, into ranges of about equal numbers of rows.
 *
 * <p>Where the cuts are follows from the ids alone: they are the quantiles of a sample by hash, so
 * that neither partitions nor executors move them. Determinism class D0.
 */
public final class IdRanges implements Serializable {
  private static final long serialVersionUID = 1;

  /** Rows sampled for every range: ranges differ by about an eighth. */
  private static final int SAMPLED = 64;

  private static final long SEED = 0x1D5;

  /** The first id of every range but range 0. */
  private final RowIds starts;

  private IdRanges(RowIds starts) {
    this.starts = starts;
  }

  /**
   * Returns the ids by which {@link #of} cuts: a fixed part of all.
   *
   * @param ids some of the table's
   * @param rows of the table
   * @param count of ranges
   */
  public static RowIds sample(RowIds ids, long rows, int count) {
    long threshold = (long) (Long.MAX_VALUE * Math.min(1, (double) SAMPLED * count / rows));
    return ids.select(
        IntStream.range(0, ids.size())
            .filter(i -> (ids.hash(SEED, i) & Long.MAX_VALUE) <= threshold)
            .toArray());
  }

  /**
   * Cuts at the quantiles of a sample.
   *
   * @param sample of the ids, as {@link #sample} takes it
   * @param count of ranges
   */
  public static IdRanges of(RowIds sample, int count) {
    int[] chosen = new int[Math.max(0, Math.min(count, sample.size()) - 1)];
    for (int r = 0; r < chosen.length; r++) {
      chosen[r] = (int) ((r + 1L) * sample.size() / (chosen.length + 1));
    }
    return new IdRanges(sample.select(chosen));
  }

  /** Returns the number of ranges. */
  public int count() {
    return starts.size() + 1;
  }

  /** Returns the range of an id (a Long, String or UTF8String). */
  public int range(Object id) {
    int before = starts.before(id);
    boolean isStart = before < starts.size() && starts.indexOf(id) >= 0;
    return isStart ? before + 1 : before;
  }

  /**
   * Returns where the ranges begin in ascending ids: those of range r are {@code [cuts[r], cuts[r +
   * 1])}.
   */
  public int[] cuts(RowIds ids) {
    int[] cuts = new int[count() + 1];
    for (int r = 1; r < count(); r++) {
      cuts[r] = ids.before(starts.internal(r - 1));
    }
    cuts[count()] = ids.size();
    return cuts;
  }
}
