package io.geodesy.jobs.statistics;

import io.geodesy.analysis.Numbers;
import io.geodesy.table.Statistic;

/**
 * A value with its standard error.
 *
 * @param value NaN where undefined
 * @param error NaN where unknown
 * @param count rows it stands on
 */
record Measured(double value, double error, long count) {
  /**
   * The mean over all pairs of different rows of a symmetric quantity, with the error of the
   * jackknife over rows: {@code 4 (m - 1) / (m (m - 2)^2) sum (h_i - mean h)^2}. Where rows differ
   * from each other in pairs only, as random directions do, it is too large by up to {@code sqrt
   * 2}.
   *
   * @param means {@code h_i}, the mean over the other rows, of every row
   */
  static Measured ofPairs(double[] means) {
    int m = means.length;
    if (m < 2) {
      return new Measured(Double.NaN, Double.NaN, m);
    }
    double mean = mean(means);
    return new Measured(mean, 2 * (m - 1) / (m - 2.0) * deviation(means) / Math.sqrt(m), m);
  }

  /**
   * The mean over sampled rows of a table, with the error that the sample has as against all rows.
   *
   * @param values of the sampled rows
   * @param all rows of the table: none left out is no error
   */
  static Measured ofSample(double[] values, int all) {
    double mean = mean(values);
    double left = 1 - (double) values.length / all;
    return new Measured(mean, Math.sqrt(left / values.length) * deviation(values), values.length);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Returns the standard deviation of some values, NaN of fewer than two. */
  static double deviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  /**
   * Returns it as a published figure with a 95 % interval; the note names the standard error.
   *
   * @param note what it is
   * @param undefined why there may be none
   */
  Statistic publish(String metric, String note, String undefined) {
    Statistic statistic = Statistic.of(StatisticsAnalysis.NAME, metric, value, count);
    if (!Double.isFinite(value)) {
      return statistic.withNote(undefined);
    }
    return Double.isFinite(error)
        ? statistic
            .withError(error)
            .withNote("%s; standard error %s".formatted(note, Numbers.decimal(error)))
        : statistic.withNote(note);
  }
}
