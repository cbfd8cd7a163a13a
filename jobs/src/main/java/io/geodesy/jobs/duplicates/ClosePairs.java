package io.geodesy.jobs.duplicates;

import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.RowsWithin;
import io.geodesy.kernel.UnionFind;
import io.geodesy.kernel.Workers;
import io.geodesy.table.ExactCopies;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The pairs of rows within the widest threshold: copies by hash, others among different vectors
 * from the neighbour lists and by comparing with all.
 *
 * <p>A list says nothing of rows beyond its last entry. A row whose last listed neighbour is within
 * that is therefore compared with every vector, so that with exact lists no pair is missed; or all
 * rows are, whatever the lists say. Copies are compared once for all.
 *
 * <p>Cost: {@code n k} for the lists, {@code 2 m u d} operations for m rows to compare among u
 * different vectors, half of it for all of them; {@code 12 u d} bytes while comparing. Determinism
 * class D0: everything kept of a pair is a minimum, a union or a set.
 */
final class ClosePairs {
  private static final int ROWS_PER_TASK = 16;
  private static final int BUFFERED = 1 << 13;

  /** Directions are rounded to float32 for the search: far less than this between any two. */
  private static final double DIRECTION_ROUNDING = 1e-6;

  private final VectorBlock block;
  private final String metric;
  private final RowDistances distances;
  private final ExactCopies copies;
  private final float widest;
  private final float radius;
  private final ThresholdForest forest;
  private final float[] nearest;
  private final long[] marks;
  private final long[] nearMarks;
  private int compared;

  /**
   * No pairs yet but those of copies.
   *
   * @param block the rows
   * @param metric that {@link RowDistances} knows
   * @param closeness up to where pairs are wanted
   * @param marks a set of bits for every row, one bit each
   */
  ClosePairs(VectorBlock block, String metric, Closeness closeness, long[] marks) {
    this.block = block;
    this.metric = metric;
    this.distances = new RowDistances(block, metric);
    this.copies = ExactCopies.of(block);
    this.radius = closeness.radius();
    this.widest = closeness.widest();
    this.forest = new ThresholdForest(block.rows());
    this.nearest = new float[block.rows()];
    this.marks = new long[block.rows()];
    this.nearMarks = new long[block.rows()];
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    for (int i = 0; i < block.rows(); i++) {
      int representative = copies.representative(i);
      this.marks[representative] |= marks[i];
      if (representative != i) {
        forest.add(representative, i, 0);
      }
    }
  }

  /** Takes the pairs of the neighbour lists. */
  void addListed(NeighborLists lists) {
    for (int i = 0; i < lists.rows(); i++) {
      int row = copies.representative(i);
      for (int e = lists.offsets()[i]; e < lists.offsets()[i + 1]; e++) {
        int other = copies.representative(lists.neighbors()[e]);
        if (lists.distances()[e] > widest) {
          break;
        }
        if (other != row) {
          add(row, other, lists.distances()[e]);
        }
      }
    }
  }

  /**
   * Returns the different vectors whose list ends within the widest threshold and may lack a pair.
   */
  int[] cutShort(NeighborLists lists) {
    return IntStream.range(0, lists.rows())
        .filter(i -> copies.representative(i) == i && lists.degree(i) < lists.rows() - 1)
        .filter(
            i -> lists.degree(i) == 0 || lists.distances()[lists.offsets()[i + 1] - 1] <= widest)
        .toArray();
  }

  /** Returns the different vectors, each by its least row. */
  int[] different() {
    return IntStream.range(0, block.rows()).filter(i -> copies.representative(i) == i).toArray();
  }

  /**
   * Compares rows with every different vector.
   *
   * @param rows of {@link #different}, ascending
   * @param workers share them
   */
  void compareWithAll(int[] rows, Workers workers) {
    compared += rows.length;
    if (rows.length == 0) {
      return;
    }
    int[] all = different();
    Buffer[] buffers = new Buffer[workers.threads()];
    Arrays.setAll(buffers, w -> new Buffer());
    if (metric.equals("euclidean") || metric.equals("cosine")) {
      int[] asked = Arrays.stream(rows).map(row -> Arrays.binarySearch(all, row)).toArray();
      boolean isDirection = metric.equals("cosine");
      double slack = isDirection ? DIRECTION_ROUNDING : 0;
      VectorBlock different = all.length == block.rows() ? block : block.select(all);
      VectorBlock searched = isDirection ? different.directions() : different;
      RowsWithin.search(
          searched.values(),
          block.dim(),
          asked,
          widest + slack,
          workers,
          (worker, a, b) -> offer(buffers[worker], all[a], all[b]));
    } else {
      workers.forRanges(
          rows.length,
          ROWS_PER_TASK,
          (worker, from, to) -> {
            for (int i = from; i < to; i++) {
              for (int other : all) {
                if (other != rows[i]) {
                  offer(buffers[worker], rows[i], other);
                }
              }
            }
          });
    }
    Arrays.stream(buffers).forEach(this::drain);
  }

  private void offer(Buffer buffer, int a, int b) {
    float distance = distances.between(a, b);
    if (distance <= widest) {
      buffer.add(a, b, distance);
      if (buffer.count == BUFFERED) {
        drain(buffer);
      }
    }
  }

  private synchronized void drain(Buffer buffer) {
    for (int p = 0; p < buffer.count; p++) {
      add(buffer.from[p], buffer.to[p], buffer.distances[p]);
    }
    buffer.count = 0;
  }

  private void add(int a, int b, float distance) {
    forest.add(a, b, distance);
    nearest[a] = Math.min(nearest[a], distance);
    nearest[b] = Math.min(nearest[b], distance);
    if (distance <= radius) {
      nearMarks[a] |= marks[b];
      nearMarks[b] |= marks[a];
    }
  }

  /** Returns how many different vectors were compared with all others. */
  int compared() {
    return compared;
  }

  /** Returns the copies. */
  ExactCopies copies() {
    return copies;
  }

  /** Returns the distances. */
  RowDistances distances() {
    return distances;
  }

  /** Returns the rows that pairs up to a distance connect. */
  UnionFind joined(float upTo) {
    return forest.joined(upTo);
  }

  /** Returns the distance to the nearest other row found, infinity if there is none. */
  float nearest(int row) {
    return copies.size(row) > 1 ? 0 : nearest[row];
  }

  /** Returns the bits of the rows that are copies of a row, its own included. */
  long marksOfCopies(int row) {
    return marks[copies.representative(row)];
  }

  /** Returns the bits of the rows within the radius, its own and those of copies included. */
  long marksWithin(int row) {
    return marksOfCopies(row) | nearMarks[copies.representative(row)];
  }

  /** Pairs of one thread. */
  private static final class Buffer {
    private final int[] from = new int[BUFFERED];
    private final int[] to = new int[BUFFERED];
    private final float[] distances = new float[BUFFERED];
    private int count;

    void add(int a, int b, float distance) {
      from[count] = a;
      to[count] = b;
      distances[count++] = distance;
    }
  }
}
