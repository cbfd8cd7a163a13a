package io.geodesy.jobs.knn;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Divides the rows into overlapping leaves: every row joins the balls of its nearest leaders, which
 * are rows drawn by the hash of their id; balls too large for a leaf are divided again. Balls, and
 * the cells that are named after them, are numbered so that near ones follow each other: {@link
 * PrincipalHalving}.
 *
 * <p>Leaves that stay under a quarter of the target are merged with others of the same ball. A ball
 * that two divisions in a row leave nearly whole is cut by the order of its rows along a random
 * direction, so that the recursion ends on any data.
 *
 * <p>Cost: that of {@link LeaderAssignment} for {@code m fanout / target} leaders, and the same in
 * small for balls divided again. Determinism class D0.
 *
 * <p>Reference: Dasgupta, Freund: Random projection trees and low dimensional manifolds, STOC 2008,
 * for the cut by a random direction; Chen, Fang, Saad: Fast approximate kNN graph construction for
 * high dimensional data via recursive Lanczos bisection, JMLR 10 (2009), for overlapping division.
 * Differs from the papers: many balls at once, by distance to sampled rows.
 */
final class BallCarving {
  /**
   * Mean leaf: larger ones cost more pairs than they find, smaller ones need more copies. Measured
   * on text of 384 columns: recall 0.985 in 1.07 s of leaves with 600 rows and 5 balls a row, 0.989
   * in 0.82 s with 400 and 6.
   */
  static final int TARGET = 400;

  private static final double USELESS = 0.9;

  private final SearchRows search;
  private final RowHash hash;
  private final long seed;
  private final int cap;
  private final Workers workers;
  private final List<int[]> leaves = new ArrayList<>();

  BallCarving(SearchRows search, RowHash hash, long seed, Workers workers) {
    this.search = search;
    this.hash = hash;
    this.seed = seed;
    this.cap = leafCap(search.dim());
    this.workers = workers;
  }

  /** Returns the most rows of a leaf: its packed form stays in the second-level cache. */
  static int leafCap(int dim) {
    return dim > 512 ? 512 : 1024;
  }

  private static int target(int cap) {
    return Math.min(TARGET, cap * 3 / 5);
  }

  /** A ball still to be divided: its rows, its depth, and how many divisions left it whole. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Ball(List<Integer> path, int[] rows, int useless) {}

  /**
   * Divides all rows.
   *
   * @param fanout leaders a row joins in the first division
   * @param innerFanout leaders a row joins in later ones
   */
  Leaves carve(int fanout, int innerFanout) {
    int[] all = new int[search.rows()];
    Arrays.setAll(all, i -> i);
    int[] cells = new int[all.length];
    Deque<Ball> open = new ArrayDeque<>();
    if (all.length <= cap) {
      leaves.add(all);
    } else {
      divide(new Ball(List.of(), all, 0), fanout, cells, open);
    }
    while (!open.isEmpty()) {
      divide(open.pop(), innerFanout, new int[0], open);
    }
    return collect(cells);
  }

  private void divide(Ball ball, int fanout, int[] cells, Deque<Ball> open) {
    int[] rows = ball.rows();
    int target = target(cap);
    if (ball.useless() >= 2) {
      cut(ball, target);
      return;
    }
    int wanted = Math.max(2, (int) Math.ceil((double) rows.length * fanout / target));
    long stage = stage(ball);
    int[] leaders = hash.least(stage, rows, wanted);
    int spread = Math.min(fanout, leaders.length - 1);
    int[] assigned = new LeaderAssignment(search, workers).nearest(rows, leaders, spread);
    int[] places = PrincipalHalving.places(search, leaders);
    Arrays.setAll(assigned, at -> places[assigned[at]]);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = assigned[i * spread];
    }
    List<int[]> balls = gather(rows, assigned, spread, leaders.length);
    List<int[]> small = new ArrayList<>();
    for (int b = 0; b < balls.size(); b++) {
      int[] child = balls.get(b);
      if (child.length > cap) {
        List<Integer> path = new ArrayList<>(ball.path());
        path.add(b);
        boolean isUseless = child.length > USELESS * rows.length;
        open.push(new Ball(List.copyOf(path), child, isUseless ? ball.useless() + 1 : 0));
      } else if (child.length >= target / 4) {
        leaves.add(child);
      } else if (child.length > 0) {
        small.add(child);
      }
    }
    merge(small, target);
  }

  private long stage(Ball ball) {
    long stage = SeededStream.derive(seed, "leaders");
    for (int part : ball.path()) {
      stage = SeededStream.hash(stage, part);
    }
    return stage;
  }

  private static List<int[]> gather(int[] rows, int[] assigned, int spread, int leaders) {
    int[] sizes = new int[leaders];
    for (int leader : assigned) {
      sizes[leader]++;
    }
    List<int[]> balls = new ArrayList<>(leaders);
    for (int size : sizes) {
      balls.add(new int[size]);
    }
    Arrays.fill(sizes, 0);
    for (int i = 0; i < assigned.length; i++) {
      int leader = assigned[i];
      balls.get(leader)[sizes[leader]++] = rows[i / spread];
    }
    return balls;
  }

  /** Joins small leaves of one ball until they reach half the target. */
  private void merge(List<int[]> small, int target) {
    int[] union = new int[0];
    for (int[] rows : small) {
      union = union(union, rows);
      if (union.length >= target / 2) {
        leaves.add(union);
        union = new int[0];
      }
    }
    if (union.length > 0) {
      leaves.add(union);
    }
  }

  private static int[] union(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    Arrays.sort(both);
    int size = 0;
    for (int i = 0; i < both.length; i++) {
      if (i == 0 || both[i] != both[i - 1]) {
        both[size++] = both[i];
      }
    }
    return Arrays.copyOf(both, size);
  }

  /** Cuts a ball into leaves by the order of its rows along a random direction, then by row. */
  private void cut(Ball ball, int target) {
    int[] rows = ball.rows();
    int dim = search.dim();
    long stage = SeededStream.derive(stage(ball), "direction");
    double[] direction = new double[dim];
    Arrays.setAll(direction, t -> SeededStream.normal(stage, t));
    Integer[] order = new Integer[rows.length];
    double[] along = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      order[i] = i;
      for (int t = 0; t < dim; t++) {
        along[i] += direction[t] * search.values()[rows[i] * dim + t];
      }
    }
    Arrays.sort(
        order,
        (a, b) -> {
          int sign = Double.compare(along[a], along[b]);
          return sign != 0 ? sign : Integer.compare(rows[a], rows[b]);
        });
    int parts = (rows.length + target - 1) / target;
    for (int p = 0; p < parts; p++) {
      int from = (int) ((long) rows.length * p / parts);
      int to = (int) ((long) rows.length * (p + 1) / parts);
      int[] leaf = new int[to - from];
      for (int i = from; i < to; i++) {
        leaf[i - from] = rows[order[i]];
      }
      Arrays.sort(leaf);
      leaves.add(leaf);
    }
  }

  private Leaves collect(int[] cells) {
    int[] offsets = new int[leaves.size() + 1];
    for (int l = 0; l < leaves.size(); l++) {
      offsets[l + 1] = Math.addExact(offsets[l], leaves.get(l).length);
    }
    int[] rows = new int[offsets[leaves.size()]];
    for (int l = 0; l < leaves.size(); l++) {
      System.arraycopy(leaves.get(l), 0, rows, offsets[l], leaves.get(l).length);
    }
    return new Leaves(offsets, rows, cells);
  }
}
