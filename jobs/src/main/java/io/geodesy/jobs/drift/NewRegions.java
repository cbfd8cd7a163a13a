package io.geodesy.jobs.drift;

import io.geodesy.kernel.NearestRows;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import org.apache.commons.math3.distribution.HypergeometricDistribution;

/**
 * Rows where the reference has none. Half of the reference's sampled rows are the map; the
 * distances of the other half to their nearest row of the map say how far a row of the same
 * population may be; a row farther than all but a share {@code level} of them is in a new region.
 *
 * <p>A row of the reference's population is exchangeable with the other half, so that it is called
 * new with probability {@code level} at most, whatever the shape of the table. The test counts the
 * rows of the other table among the {@code level} farthest of both: hypergeometric without drift,
 * exactly.
 *
 * <p>Cost: {@code 2 m n dim} operations for n rows and a map of m. Determinism class D0.
 *
 * <p>Paper: V. Vovk, A. Gammerman, G. Shafer, Algorithmic Learning in a Random World, 2005
 * (conformal p values). Differs from the paper: none.
 */
final class NewRegions {
  static final String NAME = "new-region-share";

  private final float[] map;
  private final double[] calibration;
  private final double threshold;
  private final Measure share;

  private NewRegions(float[] map, double[] calibration, double threshold, Measure share) {
    this.map = map;
    this.calibration = calibration;
    this.threshold = threshold;
    this.share = share;
  }

  static NewRegions of(SamplePair samples, double level, Workers workers) {
    int dim = samples.dim();
    float[] map = SamplePair.everySecond(samples.reference(), dim, 0);
    double[] own =
        distances(map, SamplePair.everySecond(samples.reference(), dim, 1), dim, workers);
    double[] other = distances(map, samples.current(), dim, workers);
    Arrays.sort(own);
    int rank = (int) Math.ceil((1 - level) * (own.length + 1));
    if (rank > own.length) {
      return new NewRegions(
          map,
          own,
          Double.POSITIVE_INFINITY,
          Measure.undefined(
              NAME,
              own.length,
              other.length,
              "a level of %s needs more sampled rows of the reference".formatted(level)));
    }
    double threshold = own[rank - 1];
    long beyond = Arrays.stream(other).filter(d -> d > threshold).count();
    double[] interval = Populations.wilson(beyond, other.length);
    Measure share =
        new Measure(
            NAME,
            (double) beyond / other.length,
            interval[0],
            interval[1],
            (own.length - rank + 1.0) / (own.length + 1.0),
            p(own, other, level),
            own.length,
            other.length,
            "sampled rows farther than %.4g from the nearest of %d sampled rows of the reference"
                .formatted(threshold, map.length / dim));
    return new NewRegions(map, own, threshold, share);
  }

  private static double[] distances(float[] map, float[] rows, int dim, Workers workers) {
    if (rows.length == 0 || map.length == 0) {
      return new double[0];
    }
    double[] squared =
        NearestRows.search(map, rows, dim, NearestRows.strangers(rows.length / dim), 1, workers)
            .squared();
    return Arrays.stream(squared).map(Math::sqrt).toArray();
  }

  /** Ties with the last of the farthest are among them: fewer rows would depend on their order. */
  private static double p(double[] own, double[] other, double level) {
    int n = own.length + other.length;
    double[] all = Arrays.copyOf(own, n);
    System.arraycopy(other, 0, all, own.length, other.length);
    Arrays.sort(all);
    double last = all[n - Math.max(1, (int) Math.ceil(level * n))];
    int far = (int) Arrays.stream(all).filter(d -> d >= last).count();
    int hits = (int) Arrays.stream(other).filter(d -> d >= last).count();
    return new HypergeometricDistribution(n, other.length, far).upperCumulativeProbability(hits);
  }

  Measure share() {
    return share;
  }

  /** Returns beyond which distance a row is in a new region; infinite if that is undefined. */
  double threshold() {
    return threshold;
  }

  /** Returns the rows of the map, row-major; not to be modified. */
  float[] map() {
    return map;
  }

  /**
   * Returns the share of rows of the reference's population that are at least so far.
   *
   * @param calibration distances of rows of the reference, ascending
   */
  static double p(double[] calibration, double distance) {
    int at = Arrays.binarySearch(calibration, distance);
    int first = at < 0 ? -at - 1 : at;
    while (first > 0 && calibration[first - 1] == distance) {
      first--;
    }
    return (calibration.length - first + 1.0) / (calibration.length + 1.0);
  }

  /** Returns the distances of the other half of the sample, ascending; not to be modified. */
  double[] calibration() {
    return calibration;
  }
}
