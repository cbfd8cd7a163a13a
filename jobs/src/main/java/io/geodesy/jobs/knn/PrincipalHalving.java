package io.geodesy.jobs.knn;

import io.geodesy.kernel.IndexSort;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * An order of rows in which near rows stand near each other: all rows are halved along their
 * principal direction, each half along its own, until two are left.
 *
 * <p>Blocks of consecutive cells, whose leaders are in this order, have few neighbours elsewhere.
 *
 * <p>Cost: {@code m log2(m)} products of {@code dim} columns for m rows. Determinism class D0.
 *
 * <p>Reference: Verma, Kpotufe, Dasgupta: Which spatial partition trees are adaptive to intrinsic
 * dimension?, UAI 2009. Differs from the paper: the direction is that of a few power steps on at
 * most {@value #SAMPLE} rows.
 */
final class PrincipalHalving {
  /** Rows of a part that its direction is found from, evenly chosen. */
  private static final int SAMPLE = 128;

  /** A direction need not be exact to tell near from far. */
  private static final int POWER_STEPS = 3;

  private final SearchRows search;
  private final int[] rows;
  private final int[] order;
  private final double[] direction;
  private final double[] mean;

  private PrincipalHalving(SearchRows search, int[] rows) {
    this.search = search;
    this.rows = rows;
    this.order = new int[rows.length];
    Arrays.setAll(order, i -> i);
    this.direction = new double[search.dim()];
    this.mean = new double[search.dim()];
  }

  /** A part of the order that is still to be halved. */
  private record Part(int from, int to) {
    int size() {
      return to - from;
    }
  }

  /** Returns the place of each of some rows in such an order of them. */
  static int[] places(SearchRows search, int[] rows) {
    int[] order = order(search, rows);
    int[] places = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      places[order[i]] = i;
    }
    return places;
  }

  /** Returns positions of rows in such an order. */
  static int[] order(SearchRows search, int[] rows) {
    PrincipalHalving halving = new PrincipalHalving(search, rows);
    Deque<Part> open = new ArrayDeque<>();
    open.push(new Part(0, rows.length));
    while (!open.isEmpty()) {
      Part part = open.pop();
      if (part.size() > 2) {
        halving.sort(part);
        int middle = (part.from + part.to) >>> 1;
        open.push(new Part(part.from, middle));
        open.push(new Part(middle, part.to));
      }
    }
    return halving.order;
  }

  private void sort(Part part) {
    findDirection(part);
    int[] before = Arrays.copyOfRange(order, part.from, part.to);
    double[] along = new double[before.length];
    Arrays.setAll(along, i -> along(rows[before[i]]));
    int[] sorted = IndexSort.sorted(before.length, (a, b) -> Double.compare(along[a], along[b]));
    for (int i = 0; i < before.length; i++) {
      order[part.from + i] = before[sorted[i]];
    }
  }

  /** Begins with what leads from the mean to the farthest row: that is zero for copies alone. */
  private void findDirection(Part part) {
    int count = Math.min(SAMPLE, part.size());
    int[] sample = new int[count];
    Arrays.setAll(sample, s -> rows[order[part.from + (int) ((long) s * part.size() / count)]]);
    float[] values = search.values();
    int dim = search.dim();
    Arrays.fill(mean, 0);
    for (int row : sample) {
      for (int t = 0; t < dim; t++) {
        mean[t] += values[row * dim + t] / (double) count;
      }
    }
    int farthest = farthest(sample);
    Arrays.setAll(direction, t -> values[farthest * dim + t] - mean[t]);
    double[] next = new double[dim];
    for (int step = 0; step < POWER_STEPS; step++) {
      Arrays.fill(next, 0);
      for (int row : sample) {
        double along = along(row);
        for (int t = 0; t < dim; t++) {
          next[t] += along * (values[row * dim + t] - mean[t]);
        }
      }
      normalize(next);
    }
  }

  private int farthest(int[] sample) {
    int farthest = sample[0];
    double most = 0;
    for (int row : sample) {
      double squared = 0;
      for (int t = 0; t < mean.length; t++) {
        double difference = search.values()[row * mean.length + t] - mean[t];
        squared += difference * difference;
      }
      if (squared > most) {
        most = squared;
        farthest = row;
      }
    }
    return farthest;
  }

  /** Makes a vector of length 1 the direction; none, where all rows of a part are one. */
  private void normalize(double[] vector) {
    double squared = 0;
    for (double value : vector) {
      squared += value * value;
    }
    double length = Math.sqrt(squared);
    Arrays.setAll(direction, t -> length > 0 ? vector[t] / length : 0);
  }

  private double along(int row) {
    double sum = 0;
    for (int t = 0; t < direction.length; t++) {
      sum += direction[t] * (search.values()[row * direction.length + t] - mean[t]);
    }
    return sum;
  }
}
