package io.geodesy.jobs.diffuse;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.KernelGraph;
import io.geodesy.table.DriverRows;
import io.geodesy.table.NumericColumns;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Smooths columns in the driver on all its cores, in batches of {@value DiffuseResult#BATCH}.
 *
 * <p>Memory: {@code 8 n d} bytes for the columns before and after in float32 ({@code 12 n d} for
 * named columns), {@code 16 n k} for the graph and five blocks of {@code 8 n} times {@value
 * DiffuseResult#BATCH} whatever the number of columns.
 */
final class DriverDiffusion {
  private final DiffuseParameters parameters;
  private final AnalysisContext context;
  private final NeighborLists lists;
  private final Workers workers;

  DriverDiffusion(
      DiffuseParameters parameters, AnalysisContext context, NeighborLists lists, Workers workers) {
    this.parameters = parameters;
    this.context = context;
    this.lists = lists;
    this.workers = workers;
  }

  /**
   * Smooths.
   *
   * @param vectors the table whose vectors or columns are smoothed
   */
  DiffuseResult of(Dataset<Row> vectors) {
    Source source = source(vectors);
    Progress progress = context.progress();
    progress.phase("weigh neighbours");
    KernelGraph graph = KernelGraph.of(lists, parameters.kernelSettings(), workers);
    DiffusionOperator operator = DiffusionOperator.of(graph.weights(), parameters.alpha(), workers);
    Optional<WalkEntropy> entropy = Optional.empty();
    if (parameters.t().isEmpty()) {
      progress.phase("choose the time");
      long stream = SeededStream.derive(context.seed(), DiffuseAnalysis.NAME);
      long[] rowKeys = new long[lists.rows()];
      Arrays.setAll(rowKeys, i -> lists.ids().hash(stream, i));
      entropy =
          Optional.of(WalkEntropy.of(graph.weights(), operator, parameters, rowKeys, workers));
    }
    double t = entropy.map(WalkEntropy::t).orElseGet(() -> parameters.t().orElseThrow());
    GraphSmoother smoother =
        new GraphSmoother(operator, parameters.smoothing(), t, parameters.tolerance(), workers);
    progress.phase("smooth");
    return smooth(source, smoother, t, entropy);
  }

  private DiffuseResult smooth(
      Source source, GraphSmoother smoother, double t, Optional<WalkEntropy> entropy) {
    int n = lists.rows();
    int width = source.names.size();
    float[] values = new float[Math.multiplyExact(n, width)];
    List<Roughness> before = new ArrayList<>();
    List<Roughness> after = new ArrayList<>();
    for (int from = 0; from < width; from += DiffuseResult.BATCH) {
      int batch = Math.min(DiffuseResult.BATCH, width - from);
      double[] x = new double[n * batch];
      for (int at = 0; at < x.length; at++) {
        x[at] = source.entry.at(at / batch, from + at % batch);
      }
      double[] smooth = smoother.smooth(x, batch);
      before.addAll(List.of(smoother.measure(x, batch)));
      after.addAll(List.of(smoother.measure(smooth, batch)));
      for (int at = 0; at < smooth.length; at++) {
        values[at / batch * width + from + at % batch] = (float) smooth[at];
      }
      context.progress().advance(from + batch, width);
    }
    RowIds ids = lists.ids();
    Dataset<Row> rows =
        DriverRows.toDataset(
            context.session(),
            DiffuseTables.DIFFUSED.schema(ids.type()),
            n,
            i ->
                RowFactory.create(
                    ids.get(i), Arrays.copyOfRange(values, i * width, (i + 1) * width)));
    return new DiffuseResult(n, rows, source.names, before, after, t, entropy, smoother.products());
  }

  /** One entry of the table. */
  @FunctionalInterface
  private interface Entry {
    /** Returns the value of a row and column. */
    double at(int row, int column);
  }

  /**
   * What is smoothed.
   *
   * @param names of the columns
   * @param entry a value
   */
  private record Source(List<String> names, Entry entry) {}

  private Source source(Dataset<Row> vectors) {
    RowIds ids = lists.ids();
    if (!parameters.columns().isEmpty()) {
      NumericColumns columns = NumericColumns.collect(vectors, parameters.columns(), ids);
      int width = columns.names().size();
      double[] values = columns.values();
      return new Source(columns.names(), (row, column) -> values[row * width + column]);
    }
    VectorBlock block = VectorBlock.collect(vectors);
    boolean isSame = block.rows() == ids.size();
    for (int i = 0; isSame && i < block.rows(); i++) {
      isSame = block.ids().get(i).equals(ids.get(i));
    }
    if (!isSame) {
      throw new DataException(
          "Table neighbors has %d rows, table vectors %d, or their ids differ: the graph belongs to another table. Compute the graph again."
              .formatted(ids.size(), block.rows()));
    }
    float[] values = block.values();
    int dim = block.dim();
    return new Source(vectorColumns(dim), (row, column) -> values[row * dim + column]);
  }

  /** Returns the names of the columns of vectors. */
  static List<String> vectorColumns(int dim) {
    return IntStream.range(0, dim).mapToObj("vector[%d]"::formatted).toList();
  }
}
