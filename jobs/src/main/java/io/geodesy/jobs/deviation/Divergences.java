package io.geodesy.jobs.deviation;

import io.geodesy.error.DataException;
import io.geodesy.jobs.deviation.LayerRows.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Where the samples of one group first leave the set of good ones, over the layers in order.
 *
 * <p>Because many layers are looked at, a threshold that few correct rows exceed in one layer is
 * exceeded by many in some layer. {@link #calibratedAlpha} takes the least threshold under which
 * held-out correct samples do so no more often than asked, and {@link #falseDiscoveryRate} is the
 * least false-discovery rate (Benjamini and Hochberg, 1995) at which any layer of the sample would
 * be declared, from the ranks of its deviations among those of correct rows.
 *
 * @param layers of the group, in order, all with statistics
 */
record Divergences(List<LayerStatistics> layers) {
  /** Copies the list. */
  Divergences {
    layers = List.copyOf(layers);
  }

  /**
   * A sample over the layers.
   *
   * @param name of the sample
   * @param role at all layers
   * @param deviations one a layer, NaN where the sample has no row
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Sample(String name, Role role, double[] deviations) {}

  /** Returns all samples by name. */
  List<Sample> samples() {
    TreeMap<String, Sample> found = new TreeMap<>();
    for (int l = 0; l < layers.size(); l++) {
      LayerDeviations layer = layers.get(l).layer();
      for (int i = 0; i < layer.samples().length; i++) {
        Role role = layer.roles()[i];
        Sample sample =
            found.computeIfAbsent(
                layer.samples()[i],
                name -> {
                  double[] none = new double[layers.size()];
                  Arrays.fill(none, Double.NaN);
                  return new Sample(name, role, none);
                });
        if (sample.role() != role) {
          throw new DataException(
              "Sample %s is correct in some layers and not in others: a sample is one or the other. Mend the table, or name another column with --correct-column."
                  .formatted(sample.name()));
        }
        sample.deviations()[l] = layer.values()[i];
      }
    }
    return new ArrayList<>(found.values());
  }

  /** Returns the first layer at which a sample is beyond the threshold, or -1. */
  int first(Sample sample, double alpha) {
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l).isBeyond(sample.deviations()[l], alpha)) {
        return l;
      }
    }
    return -1;
  }

  /** Returns the greatest score of a sample over the layers; NaN where it has no row. */
  double greatestScore(Sample sample) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int l = 0; l < layers.size(); l++) {
      if (!Double.isNaN(sample.deviations()[l])) {
        greatest = Math.max(greatest, layers.get(l).score(sample.deviations()[l]));
      }
    }
    return greatest;
  }

  /**
   * Returns the least alpha at which no more than a share of the held-out samples fire in any
   * layer; NaN without held-out samples.
   */
  double calibratedAlpha(List<Sample> samples, double share) {
    double[] scores =
        samples.stream()
            .filter(sample -> sample.role() == Role.HELD_OUT)
            .mapToDouble(this::greatestScore)
            .sorted()
            .toArray();
    if (scores.length == 0) {
      return Double.NaN;
    }
    int allowed = (int) (share * scores.length);
    return scores[scores.length - 1 - Math.min(allowed, scores.length - 1)];
  }

  /**
   * Returns the least false-discovery rate at which any layer of a sample is declared: the minimum
   * over layers, ascending by p, of {@code p * layers / rank}; p is one plus the correct rows at
   * least as far, over one plus all.
   *
   * @param control deviations of correct rows, ascending, one array a layer
   */
  static double falseDiscoveryRate(Sample sample, double[][] control) {
    double[] p = new double[control.length];
    int count = 0;
    for (int l = 0; l < control.length; l++) {
      double deviation = sample.deviations()[l];
      if (!Double.isNaN(deviation)) {
        int below = lowerBound(control[l], deviation);
        p[count++] = (1.0 + control[l].length - below) / (1.0 + control[l].length);
      }
    }
    double[] sorted = Arrays.copyOf(p, count);
    Arrays.sort(sorted);
    double least = 1;
    for (int rank = 0; rank < count; rank++) {
      least = Math.min(least, sorted[rank] * count / (rank + 1));
    }
    return least;
  }

  /** Returns the control rows of every layer, ascending. */
  double[][] control() {
    double[][] control = new double[layers.size()][];
    for (int l = 0; l < control.length; l++) {
      control[l] = layers.get(l).layer().control().clone();
      Arrays.sort(control[l]);
    }
    return control;
  }

  /** Returns the number of values below one. */
  private static int lowerBound(double[] ascending, double value) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
