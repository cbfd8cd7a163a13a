package io.geodesy.jobs.diffuse;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.spectral.HeatSeries;
import io.geodesy.spectral.KernelBlocks;
import io.geodesy.spectral.OperatorDiagonals;
import io.geodesy.spectral.SpreadOperator;
import io.geodesy.spectral.SpreadProducts;
import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import io.geodesy.table.RowIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;

/**
 * Smooths columns of a table that the driver does not hold: graph and columns stay on the executors
 * in blocks of near rows, which exchange only rows they need of each other.
 *
 * <p>Columns lose their means before and get them back after, so that what ghosts lose, their
 * digits behind the seventh, is of the spread. Every batch of {@value DiffuseResult#BATCH} columns
 * is a stage of the run: a lost executor or a killed driver costs one batch. Executor memory, on
 * disk where it is short: the graph, {@code 4 n d} bytes for vectors, twice that for named columns,
 * and those of {@link SpreadProducts}. Determinism class D0 for a given number of blocks; values
 * agree with those of {@link DriverDiffusion} to about 1e-6 of a column's spread.
 */
final class BlockDiffusion {
  private final DiffuseParameters parameters;
  private final AnalysisContext context;
  private final DataType idType;
  private final NeighborBlocks lists;
  private final SpreadOperator operator;

  private BlockDiffusion(
      DiffuseParameters parameters,
      AnalysisContext context,
      DataType idType,
      NeighborBlocks lists,
      SpreadOperator operator) {
    this.parameters = parameters;
    this.context = context;
    this.idType = idType;
    this.lists = lists;
    this.operator = operator;
  }

  /**
   * Smooths.
   *
   * @param neighbors the graph
   * @param columns of the same rows
   * @param count of blocks
   * @param parameters validated
   * @param context seed, progress, session and stages of the run
   */
  static DiffuseResult of(
      Dataset<Row> neighbors,
      BlockColumns columns,
      int count,
      DiffuseParameters parameters,
      AnalysisContext context) {
    Progress progress = context.progress();
    progress.phase("spread neighbours");
    DataType idType = neighbors.schema().apply("id").dataType();
    try (NeighborBlocks lists = NeighborBlocks.of(neighbors, count)) {
      progress.phase("weigh neighbours");
      try (KernelBlocks kernel = KernelBlocks.of(lists, parameters.kernelSettings());
          SpreadOperator operator =
              SpreadOperator.ofAverages(
                  context.session(), lists, kernel.weights(), parameters.alpha(), context.seed())) {
        return new BlockDiffusion(parameters, context, idType, lists, operator).run(columns);
      }
    }
  }

  private DiffuseResult run(BlockColumns columns) {
    Progress progress = context.progress();
    Optional<WalkEntropy> entropy = Optional.empty();
    if (parameters.t().isEmpty()) {
      progress.phase("choose the time");
      entropy = Optional.of(WalkEntropy.of(operator, parameters, context::stage));
    }
    double t = entropy.map(WalkEntropy::t).orElseGet(() -> parameters.t().orElseThrow());
    progress.phase("spread columns");
    double total = operator.stationaryTotal();
    try (Kept kept = new Kept()) {
      JavaRDD<double[]> phi =
          kept.keep(operator.diagonals().map(diagonals -> stationary(diagonals, total)));
      JavaRDD<float[]> values = columns.beside(lists, kept);
      progress.phase("smooth");
      return smooth(columns, phi, values, t, entropy);
    }
  }

  private static double[] stationary(OperatorDiagonals diagonals, double total) {
    double[] phi = new double[diagonals.rows()];
    Arrays.setAll(phi, i -> diagonals.stationary(i, total));
    return phi;
  }

  private DiffuseResult smooth(
      BlockColumns columns,
      JavaRDD<double[]> phi,
      JavaRDD<float[]> values,
      double t,
      Optional<WalkEntropy> entropy) {
    BlockColumns.Layout layout = columns.layout();
    int width = layout.width();
    double[] means =
        PartitionItems.sum(phi.zip(values).map(own -> means(own._1(), own._2(), layout)).collect());
    boolean isHeat = parameters.smoothing() == Smoothing.HEAT;
    HeatSeries series = HeatSeries.of(isHeat ? t : 0, parameters.tolerance());
    List<Roughness> before = new ArrayList<>();
    List<Roughness> after = new ArrayList<>();
    List<JavaRDD<double[]>> smoothed = new ArrayList<>();
    try (SpreadProducts products =
        operator.products(
            (name, rows) -> context.stage("smoothed-batch-" + (smoothed.size() + 1), rows))) {
      for (int from = 0; from < width; from += DiffuseResult.BATCH) {
        int first = from;
        int batch = Math.min(DiffuseResult.BATCH, width - from);
        try (Kept passing = new Kept()) {
          JavaRDD<double[]> x =
              passing.keep(
                  phi.zip(values)
                      .map(own -> scaled(own._1(), own._2(), layout, means, first, batch)));
          before.addAll(measured(products, phi, x, batch, means, from));
          JavaRDD<double[]> y =
              isHeat ? products.heat(x, batch, series) : products.power(x, batch, (int) t);
          after.addAll(measured(products, phi, passing.keep(y), batch, means, from));
          smoothed.add(y);
        }
        context.progress().advance(from + batch, width);
      }
      return new DiffuseResult(
          lists.rows(),
          committed(phi, smoothed, means),
          columns.names(),
          before,
          after,
          t,
          entropy,
          isHeat ? series.degree() : (long) t);
    }
  }

  /** Returns what the rows of a block add to the means of columns. */
  private static double[] means(double[] phi, float[] values, BlockColumns.Layout layout) {
    double[] sums = new double[layout.width()];
    for (int i = 0; i < phi.length; i++) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] = Math.fma(phi[i] * phi[i], layout.at(values, i, c), sums[c]);
      }
    }
    return sums;
  }

  /** Returns a batch of columns without their means, times phi. */
  private static double[] scaled(
      double[] phi,
      float[] values,
      BlockColumns.Layout layout,
      double[] means,
      int from,
      int batch) {
    double[] x = new double[phi.length * batch];
    for (int i = 0; i < phi.length; i++) {
      for (int c = 0; c < batch; c++) {
        x[i * batch + c] = phi[i] * (layout.at(values, i, from + c) - means[from + c]);
      }
    }
    return x;
  }

  private static List<Roughness> measured(
      SpreadProducts products,
      JavaRDD<double[]> phi,
      JavaRDD<double[]> x,
      int width,
      double[] means,
      int from) {
    double[] sums =
        PartitionItems.sum(
            x.zip(products.product(x, width))
                .zip(phi)
                .map(own -> sums(own._1()._1(), own._1()._2(), own._2(), width))
                .collect());
    List<Roughness> found = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      double rest = sums[c];
      double variance = sums[width + c] - rest * rest;
      found.add(
          new Roughness(
              means[from + c] + rest, Math.max(0, variance), Math.max(0, sums[2 * width + c])));
    }
    return found;
  }

  /** Returns of every column the sums of phi x, of squares, and of x (x - T x). */
  private static double[] sums(double[] x, double[] image, double[] phi, int width) {
    double[] sums = new double[3 * width];
    for (int at = 0; at < x.length; at++) {
      int c = at % width;
      sums[c] = Math.fma(phi[at / width], x[at], sums[c]);
      sums[width + c] = Math.fma(x[at], x[at], sums[width + c]);
      sums[2 * width + c] = Math.fma(x[at], x[at] - image[at], sums[2 * width + c]);
    }
    return sums;
  }

  /** Commits the smoothed rows, because the blocks are gone when they are published. */
  private Dataset<Row> committed(
      JavaRDD<double[]> phi, List<JavaRDD<double[]>> smoothed, double[] means) {
    int width = means.length;
    JavaRDD<float[]> all = phi.map(own -> new float[Math.multiplyExact(own.length, width)]);
    for (int b = 0; b < smoothed.size(); b++) {
      int from = b * DiffuseResult.BATCH;
      all =
          all.zip(phi.zip(smoothed.get(b)))
              .map(own -> filled(own._1(), own._2()._1(), own._2()._2(), means, from));
    }
    JavaRDD<Row> rows =
        lists.blocks().zip(all).flatMap(own -> rows(own._1().ids(), own._2(), width));
    return context.stage(
        "diffused", context.session().createDataFrame(rows, DiffuseTables.DIFFUSED.schema(idType)));
  }

  /** Puts a batch where it belongs: into an array that this task has made. */
  private static float[] filled(
      float[] all, double[] phi, double[] batch, double[] means, int from) {
    int count = phi.length == 0 ? 0 : batch.length / phi.length;
    for (int at = 0; at < batch.length; at++) {
      int row = at / count;
      int column = from + at % count;
      all[row * means.length + column] = (float) (batch[at] / phi[row] + means[column]);
    }
    return all;
  }

  private static Iterator<Row> rows(RowIds ids, float[] values, int width) {
    return IntStream.range(0, ids.size())
        .mapToObj(
            i ->
                RowFactory.create(
                    ids.get(i), Arrays.copyOfRange(values, i * width, (i + 1) * width)))
        .iterator();
  }
}
