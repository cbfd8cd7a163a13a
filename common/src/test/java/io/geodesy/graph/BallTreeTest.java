package io.geodesy.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class BallTreeTest {
  private static final int ROWS = 700;
  private static final int DIM = 5;

  /** No row is nearer than what a ball says, under any metric that the distances know. */
  @Test
  void excludesNothingThatIsNear() {
    for (String metric : List.of("euclidean", "cosine", "manhattan", "hamming")) {
      RowDistances rows = new RowDistances(values(1, metric.equals("hamming")), DIM, metric);
      BallTree tree = BallTree.of(rows);
      BallTree other =
          BallTree.of(new RowDistances(values(2, metric.equals("hamming")), DIM, metric));
      RowDistances others = new RowDistances(values(2, metric.equals("hamming")), DIM, metric);
      int excluded = 0;
      for (int v = 0; v < tree.nodes(); v++) {
        for (int w = 0; w < other.nodes(); w++) {
          double least = tree.least(v, other, w, rows);
          int a = tree.row(tree.begin(v) + (v + w) % (tree.end(v) - tree.begin(v)));
          int b = other.row(other.begin(w) + (v * w) % (other.end(w) - other.begin(w)));
          assertThat((double) rows.between(a, others, b)).as(metric).isGreaterThanOrEqualTo(least);
          assertThat((double) rows.between(a, others, b))
              .isGreaterThanOrEqualTo(other.least(w, rows, a));
          excluded += least > 0 ? 1 : 0;
        }
      }
      assertThat(excluded > 0).as(metric).isEqualTo(!metric.equals("hamming"));
    }
  }

  @Test
  void halvesTheRowsDownToLeaves() {
    for (int n : new int[] {1, 2, 32, 33, 700}) {
      BallTree tree = BallTree.of(new RowDistances(new float[n * DIM], DIM, "euclidean"));
      boolean[] isSeen = new boolean[n];
      for (int v = 0; v < tree.nodes(); v++) {
        if (tree.isLeaf(v)) {
          assertThat(tree.end(v) - tree.begin(v)).isBetween(1, BallTree.LEAF);
          for (int place = tree.begin(v); place < tree.end(v); place++) {
            assertThat(isSeen[tree.row(place)]).isFalse();
            isSeen[tree.row(place)] = true;
          }
        } else {
          assertThat(tree.begin(tree.firstChild(v))).isEqualTo(tree.begin(v));
          assertThat(tree.end(tree.firstChild(v))).isEqualTo(tree.begin(tree.secondChild(v)));
          assertThat(tree.end(tree.secondChild(v))).isEqualTo(tree.end(v));
        }
      }
      assertThat(isSeen).as("%d rows", n).containsOnly(true);
    }
  }

  /** Groups of rows, so that there is something to exclude. */
  private static float[] values(int seed, boolean isWhole) {
    float[] values = new float[ROWS * DIM];
    for (int i = 0; i < values.length; i++) {
      int group = i / DIM % 7;
      double center = 9 * SeededStream.normal(5, group * DIM + i % DIM);
      double value = center + SeededStream.normal(seed, i);
      values[i] = (float) (isWhole ? Math.rint(value) : value);
    }
    return values;
  }
}
