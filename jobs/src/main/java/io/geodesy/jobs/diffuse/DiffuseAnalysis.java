package io.geodesy.jobs.diffuse;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.KernelGraph;
import io.geodesy.table.NumericColumns;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Vectors or numeric columns smoothed over the neighbour graph, which fills in what single rows
 * missed from rows like them.
 *
 * <p>Runs in the driver on all its cores. Memory: {@code 8 n d} bytes for the columns before and
 * after in float32 ({@code 12 n d} for named columns), {@code 16 n k} for the graph and five blocks
 * of {@code 8 n} times 32 whatever the number of columns. Determinism class D0.
 *
 * <p>D. van Dijk et al., Cell 174, 2018. Differs from the paper: see {@link GraphSmoother} and
 * {@link WalkEntropy}.
 */
public final class DiffuseAnalysis implements Analysis<DiffuseParameters> {
  static final String NAME = "diffuse";

  private static final double UPDATES_PER_CORE_SECOND = 2.5e8;
  private static final int USUAL_LINKS = 12;
  private static final int USUAL_STEPS = 10;

  @Override
  public Descriptor<DiffuseParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Smooths vectors or numeric columns over the neighbour graph: every value becomes an average over rows alike.",
        List.of(
            "D. van Dijk et al.: Recovering gene interactions from single-cell data using data diffusion. Cell 174, 2018 (MAGIC).",
            "K. Moon et al.: Visualizing structure and transitions in high-dimensional biological data. Nature Biotechnology 37, 2019 (time by von Neumann entropy).",
            "S. Ubaru, J. Chen, Y. Saad: Fast estimation of tr(f(A)) via stochastic Lanczos quadrature. SIAM Journal on Matrix Analysis and Applications 38, 2017."),
        DiffuseParameters.class,
        List.of("neighbors", "vectors"),
        List.of(),
        List.of(
            DiffuseTables.DIFFUSED,
            DiffuseTables.COLUMNS,
            DiffuseTables.CURVE,
            StandardTables.STATISTICS),
        Determinism.D0);
  }

  @Override
  public Tables run(DiffuseParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("collect neighbours");
    NeighborLists lists = NeighborLists.collect(inputs.dataset("neighbors"));
    if (lists.rows() == 0) {
      throw new DataException("No usable rows in table neighbors: it is empty.");
    }
    Source source = source(parameters, inputs.dataset("vectors"), lists.ids());
    try (Workers workers = new Workers(context.threads())) {
      context.progress().phase("weigh neighbours");
      KernelGraph graph = KernelGraph.of(lists, parameters.kernelSettings(), workers);
      DiffusionOperator operator =
          DiffusionOperator.of(graph.weights(), parameters.alpha(), workers);
      Optional<WalkEntropy> entropy = Optional.empty();
      if (parameters.t().isEmpty()) {
        context.progress().phase("choose the time");
        long stream = SeededStream.derive(context.seed(), NAME);
        long[] rowKeys = new long[lists.rows()];
        Arrays.setAll(rowKeys, i -> lists.ids().hash(stream, i));
        entropy =
            Optional.of(WalkEntropy.of(graph.weights(), operator, parameters, rowKeys, workers));
      }
      double t = entropy.map(WalkEntropy::t).orElseGet(() -> parameters.t().orElseThrow());
      GraphSmoother smoother =
          new GraphSmoother(operator, parameters.smoothing(), t, parameters.tolerance(), workers);
      context.progress().phase("smooth");
      Diffused diffused =
          Diffused.of(source.entry(), lists.rows(), source.names(), smoother, context.progress());
      context.progress().end();
      return tables(context.session(), parameters, lists.ids(), diffused, entropy, smoother, t);
    }
  }

  /**
   * What is smoothed.
   *
   * @param names of the columns
   * @param entry a value
   */
  private record Source(List<String> names, Diffused.Entry entry) {}

  private static Source source(DiffuseParameters parameters, Dataset<Row> vectors, RowIds ids) {
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
    return new Source(
        IntStream.range(0, dim).mapToObj("vector[%d]"::formatted).toList(),
        (row, column) -> values[row * dim + column]);
  }

  private static Tables tables(
      SparkSession session,
      DiffuseParameters parameters,
      RowIds ids,
      Diffused diffused,
      Optional<WalkEntropy> entropy,
      GraphSmoother smoother,
      double t) {
    int n = ids.size();
    Attributes attributes =
        Attributes.none()
            .with("n", n)
            .with("t", t)
            .with("dim", diffused.names().size())
            .with("smoothing", parameters.smoothing().name().toLowerCase(Locale.ROOT))
            .with("alpha", parameters.alpha())
            .with("kernel", parameters.kernel().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .with("columns", String.join(",", parameters.columns()));
    List<Statistic> found = new ArrayList<>();
    found.add(
        Statistic.of(NAME, "t", t, n)
            .withNote(entropy.isPresent() ? "knee of the von Neumann entropy" : "given"));
    found.add(
        Statistic.of(NAME, "operator-products", (double) smoother.products(), n)
            .withNote("a batch of %d columns".formatted(Diffused.BATCH)));
    found.add(
        Statistic.of(NAME, "variance-kept", diffused.varianceKept(), n)
            .withNote("share of the variance of all columns that smoothing left"));
    found.add(
        Statistic.of(NAME, "roughness-kept", diffused.energyKept(), n)
            .withNote("share of the Dirichlet energy of all columns that smoothing left"));
    return Tables.none()
        .with(
            DiffuseTables.DIFFUSED.name(),
            new Table(DiffuseTables.diffused(session, ids, diffused), attributes))
        .with(
            DiffuseTables.COLUMNS.name(),
            new Table(DiffuseTables.columns(session, diffused), attributes))
        .with(
            DiffuseTables.CURVE.name(),
            new Table(DiffuseTables.curve(session, entropy), attributes))
        .with(StandardTables.STATISTICS.name(), Statistic.toDataset(session, found));
  }

  @Override
  public Estimate estimate(DiffuseParameters parameters, TableShape shape) {
    long n = shape.rows();
    int width = parameters.columns().isEmpty() ? shape.dim() : parameters.columns().size();
    double steps = parameters.t().orElse(USUAL_STEPS);
    double updates = (steps + 2) * width * n * (USUAL_LINKS + 3.0);
    return new Estimate(
        List.of(
            "Smooth %d columns of %d rows over the neighbour graph in the driver, %d columns at a time, for t = %s."
                .formatted(
                    width,
                    n,
                    Diffused.BATCH,
                    parameters.t().isPresent()
                        ? Double.toString(parameters.t().getAsDouble())
                        : "the knee of the von Neumann entropy"),
            "Memory is the columns before and after, the graph, and five blocks of %d columns, however many columns there are."
                .formatted(Diffused.BATCH)),
        12L * n * width + 48L * n * USUAL_LINKS + 40L * n * Diffused.BATCH,
        updates / UPDATES_PER_CORE_SECOND / shape.cores());
  }

  @Override
  public List<Panel> panels(DiffuseParameters parameters, Tables published) {
    return List.of(DiffusePanel.of(published));
  }
}
