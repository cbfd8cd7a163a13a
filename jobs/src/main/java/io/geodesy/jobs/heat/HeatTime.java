package io.geodesy.jobs.heat;

import io.geodesy.graph.ConnectedComponents;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.HeatAccuracy;
import io.geodesy.spectral.HeatKernel;
import io.geodesy.spectral.Knee;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How long heat flows, and the entropy curve that says so: {@code -sum_i H_ij ln H_ij} of a column,
 * averaged over 64 columns drawn by hash (all of them where there are no more), against t.
 *
 * <p>Chosen is the knee of the curve, or the first later time at which heat above the floor has
 * reached 99 % of the rows of its component, or else the last. Cost: one pass of the polynomial for
 * the greatest time over the 64 columns, some at a time so that {@code 160 n} values suffice. Class
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

  /** Rows whose heat is followed. */
  static final int COLUMNS = 64;

  /** Values a row of the columns that flow together, over all times. */
  private static final int BATCH_VALUES = 160;

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
    double[] grid = grid(parameters);
    int columns = Math.min(COLUMNS, byHash.length);
    int[] labels = components.labels();
    Spread spread = new Spread(grid.length, columns);
    int batch = batch(grid.length);
    for (int from = 0; from < columns; from += batch) {
      int width = Math.min(batch, columns - from);
      double[][] heat = new double[grid.length][kernel.rows() * width];
      kernel.columns(byHash, from, width, grid, heat, workers);
      int[] sources =
          Arrays.stream(byHash, from, from + width).map(components::component).toArray();
      for (int g = 0; g < grid.length; g++) {
        spread.add(g, from, heat[g], labels, sources, floor(kernel, grid[g]));
      }
    }
    int[] sizes =
        Arrays.stream(byHash, 0, columns)
            .map(i -> components.size(components.component(i)))
            .toArray();
    return of(parameters, spread, sizes, columns == byHash.length);
  }

  /** How far heat from some rows has spread at every time of a grid, summed over rows it is on. */
  @SuppressWarnings("ArrayRecordComponent")
  record Spread(double[][] entropies, double[] missing) implements Serializable {
    Spread(int times, int columns) {
      this(new double[times][columns], new double[times]);
    }

    /**
     * Adds rows.
     *
     * @param g place of the time in the grid
     * @param from first column
     * @param heat {@code rows x sources}
     * @param labels components of the rows
     * @param sources components of the rows from which heat came
     * @param floor below which an entry is taken for that heat
     */
    void add(int g, int from, double[] heat, int[] labels, int[] sources, double floor) {
      for (int at = 0; at < heat.length; at++) {
        int c = at % sources.length;
        double h = heat[at];
        entropies[g][from + c] -= h > FLOOR ? h * Math.log(h) : 0;
        missing[g] += h < floor && labels[at / sources.length] == sources[c] ? 1 : 0;
      }
    }

    /** Adds what was summed over other rows. */
    void add(Spread other) {
      for (int g = 0; g < missing.length; g++) {
        missing[g] += other.missing[g];
        for (int c = 0; c < entropies[g].length; c++) {
          entropies[g][c] += other.entropies[g][c];
        }
      }
    }
  }

  /**
   * Chooses.
   *
   * @param parameters grid, or given times
   * @param spread of heat from sampled rows, over all rows
   * @param sizes of the components of the sampled rows
   * @param isAll whether all rows were sampled
   */
  static HeatTime of(HeatGeodesicParameters parameters, Spread spread, int[] sizes, boolean isAll) {
    double[] grid = grid(parameters);
    long pairs = Arrays.stream(sizes).asLongStream().sum();
    double[] entropy = new double[grid.length];
    double[] error = new double[grid.length];
    double[] missing = new double[grid.length];
    for (int g = 0; g < grid.length; g++) {
      double mean = Arrays.stream(spread.entropies[g]).average().orElse(0);
      double squares = Arrays.stream(spread.entropies[g]).map(e -> (e - mean) * (e - mean)).sum();
      int columns = sizes.length;
      entropy[g] = mean;
      error[g] = isAll || columns < 2 ? 0 : Math.sqrt(squares / (columns - 1) / columns);
      missing[g] = spread.missing[g] / Math.max(1, pairs);
    }
    int knee = Knee.ofRise(grid, entropy, SENSITIVITY);
    int[] chosen =
        isGiven(parameters)
            ? IntStream.range(0, grid.length).toArray()
            : new int[] {reaching(missing, knee)};
    return new HeatTime(grid, entropy, error, missing, knee, chosen);
  }

  /** Returns the heat below which an entry is taken for that heat. */
  static double floor(HeatAccuracy kernel, double time) {
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

  /** Returns how many columns flow together for some times. */
  static int batch(int times) {
    return Math.max(8, Math.min(HeatResult.BATCH, BATCH_VALUES / times));
  }

  private static boolean isGiven(HeatGeodesicParameters parameters) {
    return parameters.t().isPresent() || !parameters.times().isEmpty();
  }

  /** Returns the times at which the curve is measured, ascending. */
  static double[] grid(HeatGeodesicParameters parameters) {
    if (parameters.t().isPresent()) {
      return new double[] {parameters.t().getAsDouble()};
    }
    if (isGiven(parameters)) {
      return parameters.times().stream().mapToDouble(t -> t).distinct().sorted().toArray();
    }
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
