package io.geodesy.moment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * The rows of least hash: a sample that is a function of the set of rows, so that the sample of two
 * tables together is made from their samples (class D0). From it come quantiles of any projection,
 * which is why no quantile sketch stands beside it: those of a library are merged with random bits
 * and differ from tree to tree.
 *
 * <p>Memory: {@code most (4 dim + 40)} bytes. Paper: E. Cohen, H. Kaplan, Summarizing Data using
 * Bottom-k Sketches, PODC 2007. Differs from the paper: unweighted.
 */
public final class HashedRows implements Serializable {
  /**
   * A row of the sample.
   *
   * @param hash of its id
   * @param id as text
   * @param vector not to be modified
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record SampledRow(long hash, String id, float[] vector)
      implements Comparable<SampledRow>, Serializable {
    private static final Comparator<SampledRow> ORDER =
        Comparator.comparingLong(SampledRow::hash)
            .thenComparing(SampledRow::id)
            .thenComparing(SampledRow::vector, Arrays::compare);

    @Override
    public int compareTo(SampledRow other) {
      return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SampledRow that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(hash);
    }
  }

  private final int most;
  private final PriorityQueue<SampledRow> rows = new PriorityQueue<>(Comparator.reverseOrder());

  /** No rows; at most {@code most} of them are kept. */
  public HashedRows(int most) {
    this.most = most;
  }

  /**
   * Offers a row; this sample changes.
   *
   * @param hash of the id
   * @param id asked for only if the row may stay
   * @param vector asked for only if the row may stay; kept
   */
  public void offer(long hash, Supplier<String> id, Supplier<float[]> vector) {
    if (rows.size() < most || hash <= rows.peek().hash()) {
      offer(new SampledRow(hash, id.get(), vector.get()));
    }
  }

  private void offer(SampledRow row) {
    rows.add(row);
    if (rows.size() > most) {
      rows.poll();
    }
  }

  /** Returns the sample of these rows and others. */
  public HashedRows merge(HashedRows other) {
    HashedRows all = new HashedRows(most);
    rows.forEach(all::offer);
    other.rows.forEach(all::offer);
    return all;
  }

  /** Returns the rows, least hash first. */
  public List<SampledRow> sorted() {
    List<SampledRow> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.naturalOrder());
    return sorted;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HashedRows that && sorted().equals(that.sorted());
  }

  @Override
  public int hashCode() {
    return sorted().hashCode();
  }
}
