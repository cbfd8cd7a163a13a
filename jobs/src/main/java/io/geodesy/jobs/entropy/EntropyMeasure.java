package io.geodesy.jobs.entropy;

/** A way to measure the entropy of any subset of rows. */
interface EntropyMeasure {
  /**
   * Measures rows.
   *
   * @param rows row numbers, ascending, at least one
   */
  Measured of(int[] rows);
}
