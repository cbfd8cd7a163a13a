package io.geodesy.jobs.duplicates;

import io.geodesy.error.ConfigException;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.Distances;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The threshold of a run and its grid as distances of the graph's metric, and back.
 *
 * <p>A cosine similarity s is the chord {@code sqrt(2 (1 - s))} between directions; between rows of
 * length 1 that is the Euclidean distance. Distances are compared as float32, as the neighbour
 * table holds them.
 *
 * @param isSimilarity whether the user's unit is a cosine similarity
 * @param value of the threshold, in the user's unit
 * @param grid the threshold and others in the user's unit, from the nearest pairs to the farthest
 */
@SuppressWarnings("ArrayRecordComponent")
record Closeness(boolean isSimilarity, double value, double[] grid) {
  /** Farther from 1 than float32 and usual normalisation leave a length. */
  private static final double UNIT = 1e-3;

  private static final double[] AROUND = {0.02, 0.1, 0.2, 0.5, 0.75, 1, 1.5, 2};

  /**
   * Reads the parameters.
   *
   * @param metric of the graph
   * @param block the rows
   * @throws ConfigException if the threshold is a similarity but the graph has none
   */
  static Closeness of(DuplicatesParameters parameters, String metric, VectorBlock block) {
    RowDistances.requireMetric(metric);
    boolean isSimilarity = parameters.distance().isEmpty();
    if (isSimilarity && !metric.equals("cosine")) {
      requireUnitRows(metric, block);
    }
    double value = isSimilarity ? parameters.threshold() : parameters.distance().getAsDouble();
    double zero = isSimilarity ? 1 : 0;
    DoubleStream others =
        parameters.grid().isEmpty()
            ? Arrays.stream(AROUND).map(part -> rounded(zero + part * (value - zero)))
            : parameters.grid().stream().mapToDouble(Double::doubleValue);
    double[] ascending =
        DoubleStream.concat(others, DoubleStream.of(value))
            .map(v -> isSimilarity ? Math.max(-1, v) : v)
            .distinct()
            .sorted()
            .toArray();
    return new Closeness(isSimilarity, value, isSimilarity ? reversed(ascending) : ascending);
  }

  /** Whoever gives 0.95 expects 0.9 in the grid, not 0.8999999999999999. */
  private static double rounded(double value) {
    return Math.rint(value * 1e9) / 1e9;
  }

  private static double[] reversed(double[] values) {
    double[] reversed = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    return reversed;
  }

  private static void requireUnitRows(String metric, VectorBlock block) {
    for (int i = 0; i < block.rows(); i++) {
      double norm = Math.sqrt(Distances.squaredNorm(block.values(), i * block.dim(), block.dim()));
      if (!metric.equals("euclidean") || Math.abs(norm - 1) > UNIT) {
        throw new ConfigException(
            "threshold is a cosine similarity, but the neighbour graph is by %s%s. Give --metric cosine, or a distance with --distance."
                .formatted(
                    metric,
                    metric.equals("euclidean")
                        ? " and row %s has length %.4g, not 1".formatted(block.ids().get(i), norm)
                        : ""));
      }
    }
  }

  /** Returns the distance up to which rows are near-duplicates. */
  float radius() {
    return radius(value);
  }

  /** Returns the distance that a threshold in the user's unit stands for. */
  float radius(double threshold) {
    return (float) (isSimilarity ? Math.sqrt(Math.max(0, 2 * (1 - threshold))) : threshold);
  }

  /** Returns the greatest distance of the grid. */
  float widest() {
    return radius(grid[grid.length - 1]);
  }

  /** Returns the cosine similarity at a distance, or null if the unit is a distance. */
  Double similarity(double distance) {
    return isSimilarity ? Double.valueOf(cosine(distance)) : null;
  }

  /** Returns the cosine similarity of directions whose chord is this. */
  static double cosine(double chord) {
    return 1 - chord * chord / 2;
  }
}
