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
 * All estimates of one group from the collected rows: the maximum-likelihood curve, TwoNN in both
 * forms, and the Gride curve.
 */
final class GroupEstimator {
  private final RowSample sample;
  private final DimensionParameters parameters;
  private final double recall;

  GroupEstimator(RowSample sample, DimensionParameters parameters, double recall) {
    this.sample = sample;
    this.parameters = parameters;
    this.recall = recall;
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
    Guards guards = new Guards((double) copies / rows.length, recall);
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
    return result(group, "mle", 1, k, radius / n, fit, n, guards);
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
    return result(group, estimator, 1, 2, radius, fit, ratios.size(), guards);
  }

  private GroupEstimate gride(String group, int[] rows, int scale, Guards guards) {
    int n1 = sample.scales().gride()[scale];
    Ratios ratios = ratios(rows, scale);
    Fit fit = Gride.fit(ratios, n1, 2 * n1);
    double radius = meanRadius(rows, scale);
    return result(group, "gride", n1, 2 * n1, radius, fit, ratios.size(), guards);
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
