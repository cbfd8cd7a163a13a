package io.geodesy.jobs.drift;

/**
 * What one way of comparing found. Figures that are undefined are NaN.
 *
 * @param name as published
 * @param value of the measure; 0, or 1/2 for the classifier, means no difference
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param underNoDrift what two samples of one population would give on average
 * @param p chance of so much or more without drift; NaN where the measure is no test
 * @param referenceRows that it stands on
 * @param rows of the other table that it stands on
 * @param note what it is, and when it is undefined
 */
record Measure(
    String name,
    double value,
    double low,
    double high,
    double underNoDrift,
    double p,
    long referenceRows,
    long rows,
    String note) {
  /** A measure that cannot be taken. */
  static Measure undefined(String name, long referenceRows, long rows, String why) {
    return new Measure(
        name,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        referenceRows,
        rows,
        "undefined: " + why);
  }
}
