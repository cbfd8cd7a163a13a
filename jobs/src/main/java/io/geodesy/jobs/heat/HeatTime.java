package io.geodesy.jobs.heat;

import io.geodesy.graph.ConnectedComponents;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.HeatKernel;
import io.geodesy.spectral.Knee;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How long heat flows, and the entropy curve that says so: {@code -sum_i H_ij ln H_ij} of a column,
 * averaged over 64 columns drawn by hash (all of them where there are no more), against t.
 *
 * <p>Chosen is the knee of the curve, or the first later time at which heat above the floor has
 * reached 99 % of the rows of its component, or else the last. Cost: one pass of the polynomial for
 * the greatest time over the 64 columns, 8 at a time so that {@code 8 n grid} values suffice. Class
 * D0.
 *
 * <p>Huguet et al., A Heat Diffusion Perspective on Geodesic Preserving Dimensionality Reduction,
 * NeurIPS 2023. Differs from the paper: the knee is moved on while most pairs are out of heat's
 * reach, where every distance is the same; columns are sampled.
 *
 * @param grid times, ascending; the given ones where t was given
 * @param entropy mean over columns, in nats
 * @param error standard error of that mean; 0 where all columns were taken
 * @param unreached share of entries under the floor
 * @param knee position in the grid
 * @param chosen positions in the grid
 */
@SuppressWarnings("ArrayRecordComponent")
record HeatTime(
    double[] grid, double[] entropy, double[] error, double[] unreached, int knee, int[] chosen) {
  private static final double FIRST = 0.05;
  private static final double SENSITIVITY = 0.5;
  private static final double MOST_UNREACHED = 0.01;
  private static final int COLUMNS = 64;
  private static final int BATCH = 8;

  /** Heat below this is rounding whatever the filter. */
  static final double FLOOR = 1e-16;

  /**
   * Measures the curve and chooses.
   *
   * @param kernel the heat operator
   * @param components of the graph
   * @param parameters grid, or given times
   * @param byHash all rows in the order of their hashes
   * @param workers share the rows
   */
  static HeatTime of(
      HeatKernel kernel,
      ConnectedComponents components,
      HeatGeodesicParameters parameters,
      int[] byHash,
      Workers workers) {
    boolean isGiven = parameters.t().isPresent() || !parameters.times().isEmpty();
    double[] grid = isGiven ? given(parameters) : grid(parameters);
    int columns = Math.min(COLUMNS, byHash.length);
    double[][] entropies = new double[grid.length][columns];
    double[] missing = new double[grid.length];
    long pairs = 0;
    for (int from = 0; from < columns; from += BATCH) {
      int width = Math.min(BATCH, columns - from);
      double[][] heat = new double[grid.length][kernel.rows() * width];
      kernel.columns(byHash, from, width, grid, heat, workers);
      for (int c = 0; c < width; c++) {
        int component = components.component(byHash[from + c]);
        pairs += components.size(component);
        for (int g = 0; g < grid.length; g++) {
          double floor = floor(kernel, grid[g]);
          for (int i = 0; i < kernel.rows(); i++) {
            double h = heat[g][i * width + c];
            entropies[g][from + c] -= h > FLOOR ? h * Math.log(h) : 0;
            missing[g] += h < floor && components.component(i) == component ? 1 : 0;
          }
        }
      }
    }
    double[] entropy = new double[grid.length];
    double[] error = new double[grid.length];
    for (int g = 0; g < grid.length; g++) {
      entropy[g] = Arrays.stream(entropies[g]).average().orElse(0);
      missing[g] /= Math.max(1, pairs);
      double squares = 0;
      for (double e : entropies[g]) {
        squares += (e - entropy[g]) * (e - entropy[g]);
      }
      error[g] =
          columns == byHash.length || columns < 2
              ? 0
              : Math.sqrt(squares / (columns - 1) / columns);
    }
    int knee = Knee.ofRise(grid, entropy, SENSITIVITY);
    int[] chosen =
        isGiven ? IntStream.range(0, grid.length).toArray() : new int[] {reaching(missing, knee)};
    return new HeatTime(grid, entropy, error, missing, knee, chosen);
  }

  /** Returns the heat below which an entry is taken for that heat. */
  static double floor(HeatKernel kernel, double time) {
    return Math.max(FLOOR, kernel.error(time));
  }

  /** Returns the chosen times. */
  double[] times() {
    return Arrays.stream(chosen).mapToDouble(g -> grid[g]).toArray();
  }

  /** Returns the weights of the chosen times: {@code 1 - t / sum t}, brought to sum 1. */
  double[] weights() {
    double[] times = times();
    if (times.length == 1) {
      return new double[] {1};
    }
    double total = Arrays.stream(times).sum();
    return Arrays.stream(times).map(t -> (1 - t / total) / (times.length - 1)).toArray();
  }

  private static double[] given(HeatGeodesicParameters parameters) {
    return parameters.t().isPresent()
        ? new double[] {parameters.t().getAsDouble()}
        : parameters.times().stream().mapToDouble(t -> t).distinct().sorted().toArray();
  }

  private static double[] grid(HeatGeodesicParameters parameters) {
    double[] grid = new double[parameters.tGrid()];
    double step = (parameters.tMax() - FIRST) / (grid.length - 1);
    Arrays.setAll(grid, g -> FIRST + g * step);
    return grid;
  }

  private static int reaching(double[] unreached, int knee) {
    for (int g = knee; g < unreached.length; g++) {
      if (unreached[g] <= MOST_UNREACHED) {
        return g;
      }
    }
    return unreached.length - 1;
  }
}
