package io.geodesy.jobs.dimension;

import io.geodesy.jobs.dimension.GroupEstimate.Guards;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * All estimates of one group from the collected rows: the maximum-likelihood curve, TwoNN in three
 * forms, the Gride curve, the binomial estimate, the two read off all distances, and the harmonic
 * mean of every estimate of rows: a mean of local dimensions themselves would be drawn up by the
 * few rows whose neighbours happen to lie at almost one distance.
 */
final class GroupEstimator {
  private final RowSample sample;
  private final DimensionParameters parameters;
  private final double recall;
  private final GraphAudit audit;
  private final long distinctRows;

  /**
   * Prepares for a sample.
   *
   * @param sample with augmented estimates, if it is whole
   * @param parameters of the analysis
   * @param recall of the graph, NaN if unknown
   * @param audit of the graph
   * @param tableRows rows of the whole table
   */
  GroupEstimator(
      RowSample sample,
      DimensionParameters parameters,
      double recall,
      GraphAudit audit,
      long tableRows) {
    this.sample = sample;
    this.parameters = parameters;
    this.recall = recall;
    this.audit = audit;
    long distinct = IntStream.range(0, sample.rows()).filter(i -> !sample.isCopy(i)).count();
    this.distinctRows = Math.round(tableRows * ((double) distinct / Math.max(1, sample.rows())));
  }

  /**
   * Returns the estimates, coarsest likelihood last.
   *
   * @param group null for the whole table
   * @param rows of the group, in canonical order
   * @param workers share the estimators
   */
  List<GroupEstimate> estimate(String group, int[] rows, Workers workers) {
    int[] distinct =
        parameters.duplicatePolicy() == DuplicatePolicy.COLLAPSE
            ? Arrays.stream(rows).filter(row -> !sample.isCopy(row)).toArray()
            : rows;
    long copies = Arrays.stream(rows).filter(sample::isCopy).count();
    Guards guards =
        new Guards(
            (double) copies / rows.length,
            recall,
            audit,
            (double) sample.scales().own() / Math.max(1, distinctRows),
            group == null ? 0 : leaving(distinct));
    List<Supplier<GroupEstimate>> tasks = new ArrayList<>();
    Scales scales = sample.scales();
    for (int s = 0; s < scales.likelihood().length; s++) {
      int scale = s;
      tasks.add(() -> likelihood(group, distinct, scale, guards));
    }
    if (scales.gride().length > 0 && scales.gride()[0] == 1) {
      tasks.add(() -> twoNearest(group, distinct, "twonn-linear", guards));
      tasks.add(() -> twoNearest(group, distinct, "twonn-ml", guards));
      tasks.add(() -> twoNearest(group, distinct, "twonn-censored", guards));
    }
    for (int s = 0; s < scales.gride().length; s++) {
      int scale = s;
      tasks.add(() -> gride(group, distinct, scale, guards));
    }
    for (LocalEstimator estimator : LocalEstimator.values()) {
      if (isEstimated(estimator, distinct)) {
        tasks.add(() -> harmonicMean(group, distinct, estimator, guards));
      }
    }
    tasks.add(() -> binomial(group, distinct, guards));
    DistanceHistogram histogram =
        DistanceHistogram.of(sample, distinct, parameters.jackknifeBuckets());
    tasks.add(() -> ofAllDistances(group, "correlation", histogram, guards));
    tasks.add(() -> ofAllDistances(group, "bandwidth", histogram, guards));
    GroupEstimate[] found = new GroupEstimate[tasks.size()];
    workers.forRanges(found.length, 1, (w, from, to) -> found[from] = tasks.get(from).get());
    return List.of(found);
  }

  private GroupEstimate likelihood(String group, int[] rows, int scale, Guards guards) {
    int buckets = parameters.jackknifeBuckets();
    double[] sums = new double[buckets];
    double[] terms = new double[buckets];
    double radius = 0;
    int n = 0;
    for (int row : rows) {
      double sum = sample.sumOfLogs(scale, row);
      if (Double.isNaN(sum)) {
        continue;
      }
      int bucket = sample.bucket(row, buckets);
      sums[bucket] += sum;
      terms[bucket] += sample.terms(scale, row);
      radius += sample.likelihoodRadius(scale, row);
      n++;
    }
    double sum = Arrays.stream(sums).sum();
    double count = Arrays.stream(terms).sum();
    double d = LevinaBickel.estimate(count, sum);
    double[] without = new double[buckets];
    for (int b = 0; b < buckets; b++) {
      without[b] =
          terms[b] == 0 ? Double.NaN : LevinaBickel.estimate(count - terms[b], sum - sums[b]);
    }
    Fit fit = Fit.jackknife(d, d / Math.sqrt(count), without);
    int k = sample.scales().likelihood()[scale];
    long rowsOfGroup = group == null ? distinctRows : n;
    double calibrated = SphereBias.calibrate(d, rowsOfGroup, k);
    return result(group, "mle", 1, k, radius / n, fit, calibrated, n, guards);
  }

  private GroupEstimate harmonicMean(
      String group, int[] rows, LocalEstimator estimator, Guards guards) {
    int buckets = parameters.jackknifeBuckets();
    double[] sums = new double[buckets];
    double[] counts = new double[buckets];
    int own = sample.scales().likelihood().length - 1;
    double radius = 0;
    int n = 0;
    for (int row : rows) {
      double d = sample.local(estimator, row);
      if (!Double.isNaN(d)) {
        int bucket = sample.bucket(row, buckets);
        sums[bucket] += 1 / d;
        counts[bucket]++;
        radius += sample.likelihoodRadius(own, row);
        n++;
      }
    }
    double sum = Arrays.stream(sums).sum();
    double[] without = new double[buckets];
    for (int b = 0; b < buckets; b++) {
      without[b] =
          counts[b] == 0 ? Double.NaN : LevinaBickel.estimate(n - counts[b], sum - sums[b]);
    }
    Fit fit = Fit.jackknife(LevinaBickel.estimate(n, sum), Double.NaN, without);
    int k = sample.scales().own();
    return result(group, estimator.id(), 1, k, radius / n, fit, Double.NaN, n, guards);
  }

  /** Those on vectors stand on few rows, of which a group may have none. */
  private boolean isEstimated(LocalEstimator estimator, int[] rows) {
    if (estimator.place() <= LocalEstimator.ALID.place()) {
      return estimator != LocalEstimator.ALID || sample.isWhole();
    }
    return Arrays.stream(rows).filter(row -> !Float.isNaN(sample.local(estimator, row))).count()
        >= parameters.minGroupRows();
  }

  private GroupEstimate binomial(String group, int[] rows, Guards guards) {
    int buckets = parameters.jackknifeBuckets();
    double[] inner = new double[buckets];
    double[] trials = new double[buckets];
    int own = sample.scales().likelihood().length - 1;
    double radius = 0;
    int n = 0;
    for (int row : rows) {
      if (!Double.isNaN(sample.sumOfLogs(own, row))) {
        int bucket = sample.bucket(row, buckets);
        inner[bucket] += sample.inner(row);
        trials[bucket] += sample.length(row) - 1;
        radius += sample.likelihoodRadius(own, row);
        n++;
      }
    }
    Fit fit = Binomial.fit(inner, trials, parameters.binomialRatio());
    int k = sample.scales().own();
    return result(group, "binomial", 1, k, radius / n, fit, Double.NaN, n, guards);
  }

  private GroupEstimate ofAllDistances(
      String group, String estimator, DistanceHistogram histogram, Guards guards) {
    boolean isCorrelation = estimator.equals("correlation");
    Fit fit = isCorrelation ? histogram.correlation() : histogram.bandwidth();
    double radius = isCorrelation ? histogram.completeRadius() : Double.NaN;
    int k = sample.scales().own();
    return result(group, estimator, 1, k, radius, fit, Double.NaN, histogram.listing(), guards);
  }

  private double leaving(int[] rows) {
    long listed = 0;
    long others = 0;
    for (int row : rows) {
      int end = sample.from(row) + (sample.isWhole() ? sample.length(row) : 0);
      for (int e = sample.from(row); e < end; e++) {
        int neighbor = sample.neighbors()[e];
        listed += neighbor >= 0 ? 1 : 0;
        others += neighbor >= 0 && sample.group(neighbor) != sample.group(row) ? 1 : 0;
      }
    }
    return listed == 0 ? Double.NaN : (double) others / listed;
  }

  private GroupEstimate twoNearest(String group, int[] rows, String estimator, Guards guards) {
    Ratios ratios = ratios(rows, 0);
    Fit fit =
        switch (estimator) {
          case "twonn-linear" -> TwoNearestNeighbors.linear(ratios, parameters.muFraction());
          case "twonn-censored" -> TwoNearestNeighbors.censored(ratios, parameters.muFraction());
          default -> TwoNearestNeighbors.likelihood(ratios);
        };
    double radius = meanRadius(rows, 0);
    return result(group, estimator, 1, 2, radius, fit, Double.NaN, ratios.size(), guards);
  }

  private GroupEstimate gride(String group, int[] rows, int scale, Guards guards) {
    int n1 = sample.scales().gride()[scale];
    Ratios ratios = ratios(rows, scale);
    Fit fit = Gride.fit(ratios, n1, 2 * n1);
    double radius = meanRadius(rows, scale);
    return result(group, "gride", n1, 2 * n1, radius, fit, Double.NaN, ratios.size(), guards);
  }

  private Ratios ratios(int[] rows, int scale) {
    int[] valid = withRatio(rows, scale);
    int buckets = parameters.jackknifeBuckets();
    return new Ratios(
        Arrays.stream(valid).mapToDouble(row -> sample.logRatio(scale, row)).toArray(),
        Arrays.stream(valid).map(row -> sample.bucket(row, buckets)).toArray(),
        buckets);
  }

  private double meanRadius(int[] rows, int scale) {
    IntToDoubleFunction radius = row -> sample.grideRadius(scale, row);
    double sum = 0;
    int[] valid = withRatio(rows, scale);
    for (int row : valid) {
      sum += radius.applyAsDouble(row);
    }
    return sum / valid.length;
  }

  private int[] withRatio(int[] rows, int scale) {
    IntStream all = Arrays.stream(rows);
    return all.filter(row -> !Double.isNaN(sample.logRatio(scale, row))).toArray();
  }

  private GroupEstimate result(
      String group,
      String estimator,
      int rank1,
      int rank2,
      double radius,
      Fit fit,
      double calibrated,
      long n,
      Guards guards) {
    return new GroupEstimate(
        group,
        estimator,
        rank1,
        rank2,
        radius,
        fit,
        fit.halfWidth(parameters.confidence()),
        calibrated,
        n,
        guards,
        note(fit, n, guards));
  }

  private String note(Fit fit, long n, Guards guards) {
    List<String> notes = new ArrayList<>();
    if (n == 0) {
      notes.add("no row has enough neighbours at positive distances");
    } else if (Double.isNaN(fit.d())) {
      notes.add("undefined: the distances at these ranks are all equal");
    }
    if (guards.graphRecall() < GroupEstimate.ENOUGH_RECALL) {
      notes.add(
          "recall %.3f of the graph is below %.2f: missed neighbours may lower the value"
              .formatted(guards.graphRecall(), GroupEstimate.ENOUGH_RECALL));
    }
    GraphAudit found = guards.audit();
    if (found.unanswered() > GroupEstimate.MANY_UNANSWERED) {
      notes.add(
          "%.1f %% of the neighbours that must be mutual are not: the graph misses neighbours, %s"
              .formatted(
                  100 * found.unanswered(),
                  found.spread() > GroupEstimate.CROWDED
                      ? "and those of some rows far more than of others, which lowers the value"
                      : "evenly, which hardly changes the value"));
    }
    if (guards.covered() > GroupEstimate.LONG_LIST) {
      notes.add(
          "k is too large: a list holds %.1f %% of all different rows, so that the value is of the table's extent"
              .formatted(100 * guards.covered()));
    }
    if (guards.leaving() > GroupEstimate.MANY_LEAVING) {
      notes.add(
          "%.0f %% of the listed neighbours are of other groups: the value is of the place the group lies in"
              .formatted(100 * guards.leaving()));
    }
    if (fit.d() > GroupEstimate.LOWER_BOUND_ABOVE) {
      notes.add("a lower bound: so many directions need more rows than any table has");
    }
    if (guards.duplicateRate() > 0) {
      String done =
          switch (parameters.duplicatePolicy()) {
            case COLLAPSE -> "collapsed";
            case SHIFT -> "shifted";
            case KEEP -> "kept";
          };
      notes.add("copies %s: %.2f %% of the rows".formatted(done, 100 * guards.duplicateRate()));
    }
    return notes.isEmpty() ? null : String.join("; ", notes);
  }
}
