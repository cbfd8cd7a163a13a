package io.geodesy.jobs.entropy;

import java.util.List;

/**
 * What was measured of some rows.
 *
 * @param byTime one entropy for every t asked
 * @param eigenvalues those taken exactly, descending; empty for variants without any
 */
@SuppressWarnings("ArrayRecordComponent")
record Measured(List<Entropy> byTime, double[] eigenvalues) {
  Measured {
    byTime = List.copyOf(byTime);
  }
}
