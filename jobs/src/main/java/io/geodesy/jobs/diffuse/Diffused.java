package io.geodesy.jobs.diffuse;

import io.geodesy.analysis.Progress;
import io.geodesy.jobs.diffuse.GraphSmoother.Roughness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Columns of a table smoothed in batches of 32, and what each was like before and after.
 *
 * @param values {@code rows x columns} row-major
 * @param names of the columns
 * @param before one a column
 * @param after one a column
 */
@SuppressWarnings("ArrayRecordComponent")
record Diffused(float[] values, List<String> names, List<Roughness> before, List<Roughness> after) {
  static final int BATCH = 32;

  /** One entry of the table. */
  @FunctionalInterface
  interface Entry {
    /** Returns the value of a row and column. */
    double at(int row, int column);
  }

  /**
   * Smooths all columns.
   *
   * @param source the table
   * @param n rows
   * @param names one a column
   * @param smoother of the graph of the same rows
   * @param progress told how many columns are done
   */
  static Diffused of(
      Entry source, int n, List<String> names, GraphSmoother smoother, Progress progress) {
    int width = names.size();
    float[] values = new float[Math.multiplyExact(n, width)];
    List<Roughness> before = new ArrayList<>();
    List<Roughness> after = new ArrayList<>();
    for (int from = 0; from < width; from += BATCH) {
      int batch = Math.min(BATCH, width - from);
      double[] x = new double[n * batch];
      for (int at = 0; at < x.length; at++) {
        x[at] = source.at(at / batch, from + at % batch);
      }
      double[] smooth = smoother.smooth(x, batch);
      before.addAll(List.of(smoother.measure(x, batch)));
      after.addAll(List.of(smoother.measure(smooth, batch)));
      for (int at = 0; at < smooth.length; at++) {
        values[at / batch * width + from + at % batch] = (float) smooth[at];
      }
      progress.advance(from + batch, width);
    }
    return new Diffused(values, names, before, after);
  }

  /** Returns the share of the variance of all columns that is left. */
  double varianceKept() {
    return share(Roughness::variance);
  }

  /** Returns the share of the Dirichlet energy of all columns that is left. */
  double energyKept() {
    return share(Roughness::energy);
  }

  private double share(ToDoubleFunction<Roughness> measure) {
    double was = before.stream().mapToDouble(measure).sum();
    return was > 0 ? after.stream().mapToDouble(measure).sum() / was : Double.NaN;
  }
}
