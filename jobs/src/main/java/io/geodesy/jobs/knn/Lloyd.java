package io.geodesy.jobs.knn;

import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * k-means by alternating assignment and means, a fixed number of steps from given rows.
 *
 * <p>Cost: {@code 2 s L d} operations a step for s rows and L centres. Determinism class D0: the
 * rows of a centre are summed in double in their order, whatever the threads.
 *
 * <p>Reference: S. Lloyd: Least squares quantization in PCM, IEEE Transactions on Information
 * Theory 28, 1982. Differs from the paper: six steps, which suffice for leaders.
 */
final class Lloyd {
  private static final int STEPS = 6;

  private final SearchRows places;
  private final Workers workers;

  Lloyd(SearchRows places, Workers workers) {
    this.places = places;
    this.workers = workers;
  }

  /**
   * Returns {@code initial.length x dim} centres; one that lost all its rows stays where it was.
   *
   * @param rows positions among the places, which are clustered
   * @param initial positions of the first centres
   */
  float[] centres(int[] rows, int[] initial) {
    int dim = places.dim();
    float[] centres = new float[Math.multiplyExact(initial.length, dim)];
    for (int c = 0; c < initial.length; c++) {
      System.arraycopy(places.values(), initial[c] * dim, centres, c * dim, dim);
    }
    for (int step = 0; step < STEPS; step++) {
      int[] assigned = Router.route(Leaders.flat(centres, dim), 1, places, rows, workers);
      move(centres, rows, assigned);
    }
    return centres;
  }

  private void move(float[] centres, int[] rows, int[] assigned) {
    int dim = places.dim();
    int count = centres.length / dim;
    int[][] members = members(rows, assigned, count);
    workers.forRanges(
        count,
        1,
        (worker, c, end) -> {
          double[] sum = new double[dim];
          for (int row : members[c]) {
            for (int t = 0; t < dim; t++) {
              sum[t] += places.values()[row * dim + t];
            }
          }
          for (int t = 0; t < dim && members[c].length > 0; t++) {
            centres[c * dim + t] = (float) (sum[t] / members[c].length);
          }
        });
  }

  /**
   * Returns the rows of each centre, in their order.
   *
   * @param assigned centre of each row
   */
  static int[][] members(int[] rows, int[] assigned, int count) {
    int[] sizes = new int[count];
    for (int centre : assigned) {
      sizes[centre]++;
    }
    int[][] members = new int[count][];
    Arrays.setAll(members, c -> new int[sizes[c]]);
    Arrays.fill(sizes, 0);
    for (int i = 0; i < rows.length; i++) {
      members[assigned[i]][sizes[assigned[i]]++] = rows[i];
    }
    return members;
  }
}
