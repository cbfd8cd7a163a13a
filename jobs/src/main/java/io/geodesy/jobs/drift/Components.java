package io.geodesy.jobs.drift;

import io.geodesy.kernel.IndexSort;
import io.geodesy.moment.Sketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;

/**
 * Which columns of the vectors have another distribution: the test of Kolmogorov and Smirnov on the
 * sampled rows of every column, false discoveries kept under control; beside it how far means and
 * deviations moved, from the moments of all rows.
 *
 * <p>Cost: a sort of the sampled rows a column. Determinism class D0.
 *
 * <p>Papers: Y. Benjamini, Y. Hochberg, Controlling the False Discovery Rate, JRSS B 57, 1995.
 * Differs from the paper: none. The p value of the share is the least one times the number of
 * columns (Bonferroni), which holds however columns depend on each other.
 */
final class Components {
  static final String NAME = "drifted-components";
  private static final int TERMS = 100_000;
  private static final double PRECISION = 1e-12;

  private final List<Component> components;
  private final Measure share;

  private Components(List<Component> components, Measure share) {
    this.components = components;
    this.share = share;
  }

  /**
   * A column.
   *
   * @param component from 0
   * @param ks greatest difference of the two distribution functions
   * @param p of it
   * @param adjusted by Benjamini and Hochberg
   * @param meanShift in standard deviations of the reference; NaN if it has none
   * @param deviationRatio standard deviation over that of the reference; NaN if it has none
   * @param isDrifted whether adjusted is at most the level
   */
  record Component(
      int component,
      double ks,
      double p,
      double adjusted,
      double meanShift,
      double deviationRatio,
      boolean isDrifted) {}

  static Components of(Sketch reference, Sketch current, SamplePair samples, double level) {
    int dim = samples.dim();
    int n1 = samples.referenceRows();
    int n2 = samples.currentRows();
    double[] statistics = new double[dim];
    double[] ps = new double[dim];
    for (int c = 0; c < dim; c++) {
      statistics[c] = ks(column(samples, c, true), column(samples, c, false));
      ps[c] =
          1
              - new KolmogorovSmirnovTest()
                  .ksSum(statistics[c] * Math.sqrt((double) n1 * n2 / (n1 + n2)), PRECISION, TERMS);
    }
    double[] adjusted = benjaminiHochberg(ps);
    double[] firstMean = reference.mean();
    double[] secondMean = current.mean();
    double[] first = reference.covariance();
    double[] second = current.covariance();
    List<Component> components = new ArrayList<>();
    int drifted = 0;
    int sure = 0;
    int possible = 0;
    for (int c = 0; c < dim; c++) {
      double deviation = Math.sqrt(Math.max(0, first[c * dim + c]));
      boolean isDrifted = adjusted[c] <= level;
      components.add(
          new Component(
              c,
              statistics[c],
              ps[c],
              adjusted[c],
              deviation > 0 ? (secondMean[c] - firstMean[c]) / deviation : Double.NaN,
              deviation > 0 ? Math.sqrt(Math.max(0, second[c * dim + c])) / deviation : Double.NaN,
              isDrifted));
      drifted += isDrifted ? 1 : 0;
      sure += ps[c] * dim <= level ? 1 : 0;
      possible += ps[c] <= level ? 1 : 0;
    }
    Measure share =
        new Measure(
            NAME,
            (double) drifted / dim,
            (double) sure / dim,
            (double) possible / dim,
            0,
            Math.min(1, dim * Arrays.stream(ps).min().orElse(1)),
            n1,
            n2,
            "share of %d columns; low counts those that hold with all columns tested at once, high those that would alone"
                .formatted(dim));
    return new Components(components, share);
  }

  List<Component> components() {
    return components;
  }

  Measure share() {
    return share;
  }

  private static float[] column(SamplePair samples, int c, boolean isReference) {
    float[] rows = isReference ? samples.reference() : samples.current();
    float[] values = new float[rows.length / samples.dim()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i * samples.dim() + c] + 0f;
    }
    Arrays.sort(values);
    return values;
  }

  /** The greatest difference of the distribution functions of two sorted samples. */
  static double ks(float[] a, float[] b) {
    int i = 0;
    int j = 0;
    double greatest = 0;
    while (i < a.length && j < b.length) {
      float value = Math.min(a[i], b[j]);
      while (i < a.length && a[i] == value) {
        i++;
      }
      while (j < b.length && b[j] == value) {
        j++;
      }
      greatest = Math.max(greatest, Math.abs((double) i / a.length - (double) j / b.length));
    }
    return greatest;
  }

  /** Returns the p values as the level at which each would just be a discovery. */
  static double[] benjaminiHochberg(double[] ps) {
    int n = ps.length;
    int[] order = IndexSort.sorted(n, (a, b) -> Double.compare(ps[a], ps[b]));
    double[] adjusted = new double[n];
    double least = 1;
    for (int rank = n; rank >= 1; rank--) {
      least = Math.min(least, ps[order[rank - 1]] * n / rank);
      adjusted[order[rank - 1]] = least;
    }
    return adjusted;
  }
}
