package io.geodesy.jobs.compare;

import io.geodesy.table.Statistic;

/**
 * What one way of comparing two spaces found.
 *
 * @param name as published
 * @param value of the measure; NaN where undefined
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param byChance what spaces without anything in common would give; NaN where it depends on them
 * @param note what it is, and when it is undefined
 */
record Agreement(String name, double value, double low, double high, double byChance, String note) {
  /** The mean of figures of rows, with the interval of their spread. */
  static Agreement mean(String name, double[] figures, double scale, double byChance, String note) {
    double sum = 0;
    double squares = 0;
    for (double figure : figures) {
      sum += figure;
      squares += figure * figure;
    }
    int n = figures.length;
    double error = Math.sqrt(Math.max(0, squares - sum * sum / n) / (n - 1.0) / n);
    return around(name, scale * sum / n, scale * error, byChance, note);
  }

  /** A value with a standard error; none of these measures is negative. */
  static Agreement around(String name, double value, double error, double byChance, String note) {
    return new Agreement(
        name,
        value,
        value - Statistic.NORMAL_95 * error,
        value + Statistic.NORMAL_95 * error,
        byChance,
        note);
  }
}
