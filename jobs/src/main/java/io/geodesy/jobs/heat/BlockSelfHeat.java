package io.geodesy.jobs.heat;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.spectral.FilteredIteration;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.SpreadHeat;
import io.geodesy.spectral.SpreadMedian;
import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * The {@link SelfHeat} of rows that are on the executors, by the same formulas.
 *
 * <p>The slowest eigenvectors come from filtered iteration with {@code I - L / phi}, not from
 * products with the heat operator, each of which is hundreds of rounds here: they span the same
 * space but for what a few rounds leave, and the estimate is without bias for every basis. Cost:
 * {@code products(t / 2)} passes over the graph for every 32 vectors. Class D0 for a given number
 * of blocks.
 */
final class BlockSelfHeat {
  private static final int PAIRS = SelfHeat.PAIRS;
  private static final double PAIR_TOLERANCE = 1e-4;

  /** Passes over the graph that the slowest eigenvectors may take: what they lack, probes add. */
  private static final int MOST_PASSES = 160;

  private final HeatGeodesicParameters parameters;
  private final AnalysisContext context;
  private final SpreadHeat heat;
  private final double[] times;
  private final Kept kept;

  /**
   * Before the estimate.
   *
   * @param parameters how, and by how many probes
   * @param context stages of the run, and its progress
   * @param heat the operator
   * @param times of the heat
   * @param kept keeps what is found
   */
  BlockSelfHeat(
      HeatGeodesicParameters parameters,
      AnalysisContext context,
      SpreadHeat heat,
      double[] times,
      Kept kept) {
    this.parameters = parameters;
    this.context = context;
    this.heat = heat;
    this.times = times;
    this.kept = kept;
  }

  /**
   * Estimates, for the rows of every block.
   *
   * @param flown heat from landmarks, {@code rows x m} a time
   * @param between of these, {@code m x m} a time
   * @param floors heat that counts, one a time
   * @param rows of all blocks
   */
  JavaRDD<SelfHeat> estimate(
      JavaRDD<double[][]> flown, double[][] between, double[] floors, int rows) {
    int m = (int) Math.sqrt(between[0].length);
    double[][] own = HeatDistances.own(between, m);
    if (m == rows || parameters.diagonal() == DiagonalMode.EXACT_AT_LANDMARKS) {
      double share = SelfHeat.shareLeftOut(between, own, floors);
      return kept.keep(flown.map(here -> SelfHeat.byLandmarks(here, own, share, floors)));
    }
    int count = times.length;
    JavaRDD<ProbedDiagonal.Sums> sums =
        heat.keys().map(keys -> new ProbedDiagonal.Sums(count, keys.length));
    boolean isDeflated =
        parameters.diagonal() == DiagonalMode.LOW_RANK
            && FilteredIteration.isApplicable(rows, PAIRS);
    int probes = parameters.probes();
    if (!isDeflated) {
      return kept.keep(probed(sums, heat.keys().map(keys -> new double[0]), 0));
    }
    JavaRDD<double[]> basis = kept.keep(slowest());
    for (int from = 0; from < PAIRS; from += HeatResult.BATCH) {
      int first = from;
      int width = Math.min(HeatResult.BATCH, PAIRS - from);
      JavaRDD<double[]> flowing =
          flow(
              basis.map(own1 -> columns(own1, PAIRS, first, width)),
              width,
              "diagonal-pairs-" + (from / HeatResult.BATCH + 1));
      sums = sums.zip(flowing).map(here -> withExact(here._1(), here._2(), count, width));
      context.progress().advance(from + width, PAIRS + probes);
    }
    return kept.keep(probed(sums, basis, PAIRS));
  }

  private JavaRDD<double[]> slowest() {
    SolverOptions options =
        new SolverOptions(
            PAIR_TOLERANCE,
            OptionalInt.empty(),
            (long) MOST_PASSES * FilteredIteration.width(PAIRS));
    return heat.slowest(PAIRS, options, (name, rows) -> context.stage("slowest-" + name, rows));
  }

  private JavaRDD<double[]> flow(JavaRDD<double[]> x, int width, String name) {
    return heat.apply(
        x, width, ProbedDiagonal.halves(times), (ignored, rows) -> context.stage(name, rows));
  }

  /** Adds probes, orthogonal to a basis of some columns. */
  private JavaRDD<SelfHeat> probed(
      JavaRDD<ProbedDiagonal.Sums> before, JavaRDD<double[]> basis, int pairs) {
    int probes = parameters.probes();
    int count = times.length;
    JavaRDD<ProbedDiagonal.Sums> sums = before;
    for (int from = 0; from < probes; from += HeatResult.BATCH) {
      int first = from;
      int width = Math.min(HeatResult.BATCH, probes - from);
      JavaRDD<double[]> signs = heat.keys().map(keys -> ProbedDiagonal.signs(keys, first, width));
      double[] shares =
          PartitionItems.sum(
              basis.zip(signs).map(own -> shares(own._1(), pairs, own._2(), width)).collect());
      JavaRDD<double[]> flowing =
          flow(
              basis.zip(signs).map(own -> rest(own._1(), pairs, own._2(), width, shares)),
              width,
              "diagonal-probes-" + (from / HeatResult.BATCH + 1));
      sums = sums.zip(flowing).map(here -> withProbes(here._1(), here._2(), count, width));
      context.progress().advance(pairs + from + width, pairs + probes);
    }
    return sums.map(own -> own.estimate(probes));
  }

  /** Adds to sums that this task has made. */
  private static ProbedDiagonal.Sums withExact(
      ProbedDiagonal.Sums sums, double[] heat, int times, int width) {
    sums.addExact(BlockHeat.byTime(heat, times), width, width);
    return sums;
  }

  /** Adds to sums that this task has made. */
  private static ProbedDiagonal.Sums withProbes(
      ProbedDiagonal.Sums sums, double[] heat, int times, int width) {
    sums.addProbes(BlockHeat.byTime(heat, times), width, width);
    return sums;
  }

  private static double[] columns(double[] block, int of, int from, int width) {
    double[] some = new double[block.length / of * width];
    for (int at = 0; at < some.length; at++) {
      some[at] = block[at / width * of + from + at % width];
    }
    return some;
  }

  /** Returns what columns have in a basis, {@code pairs x width}: of the rows of one block. */
  private static double[] shares(double[] basis, int pairs, double[] x, int width) {
    double[] shares = new double[pairs * width];
    for (int i = 0; i < x.length / width; i++) {
      for (int p = 0; p < pairs; p++) {
        for (int c = 0; c < width; c++) {
          shares[p * width + c] =
              Math.fma(basis[i * pairs + p], x[i * width + c], shares[p * width + c]);
        }
      }
    }
    return shares;
  }

  /** Takes from columns what they have in a basis, in place: of signs that this task has made. */
  private static double[] rest(double[] basis, int pairs, double[] x, int width, double[] shares) {
    for (int i = 0; i < x.length / width; i++) {
      for (int p = 0; p < pairs; p++) {
        for (int c = 0; c < width; c++) {
          x[i * width + c] =
              Math.fma(-basis[i * pairs + p], shares[p * width + c], x[i * width + c]);
        }
      }
    }
    return x;
  }

  /**
   * Returns {@link SelfHeat#relativeError}, of medians over an even number of rows the greater.
   *
   * @param lists whose rows they are
   * @param self of every block
   * @param known numbers of rows that do not count, ascending
   * @param times of the heat
   */
  static double relativeError(
      JavaRDD<NeighborBlock> lists, JavaRDD<SelfHeat> self, int[] known, int times) {
    double worst = 0;
    for (int t = 0; t < times; t++) {
      int time = t;
      double error =
          SpreadMedian.ofPositive(
              lists.zip(self).map(own -> unknown(own._1(), own._2().errors()[time], known)));
      double value =
          SpreadMedian.ofPositive(
              lists.zip(self).map(own -> unknown(own._1(), own._2().values()[time], known)));
      worst = Math.max(worst, error / value);
    }
    return worst;
  }

  private static double[] unknown(NeighborBlock block, double[] values, int[] known) {
    return IntStream.range(0, values.length)
        .filter(i -> Arrays.binarySearch(known, block.number(i)) < 0)
        .mapToDouble(i -> values[i])
        .toArray();
  }
}
