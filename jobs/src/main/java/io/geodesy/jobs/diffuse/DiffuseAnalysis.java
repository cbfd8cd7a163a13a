package io.geodesy.jobs.diffuse;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.SpreadProducts;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Vectors or numeric columns smoothed over the neighbour graph, which fills in what single rows
 * missed from rows like them.
 *
 * <p>Up to two million rows it runs in the driver on all its cores, see {@link DriverDiffusion};
 * beyond, rows stay on the executors, see {@link BlockDiffusion}. Determinism class D0.
 *
 * <p>D. van Dijk et al., Cell 174, 2018. Differs from the paper: see {@link GraphSmoother} and
 * {@link WalkEntropy}.
 */
public final class DiffuseAnalysis implements Analysis<DiffuseParameters> {
  static final String NAME = "diffuse";

  private static final double UPDATES_PER_CORE_SECOND = 2.5e8;
  private static final int USUAL_LINKS = 12;
  private static final int USUAL_STEPS = 10;

  /** Sums, and what the pieces of blocks take while components are joined: assumed. */
  private static final long BLOCKS_DRIVER_BYTES = 64L << 20;

  @Override
  public Descriptor<DiffuseParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        2,
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
    Dataset<Row> neighbors = inputs.dataset("neighbors");
    double stated = inputs.attributes("neighbors").number("n").orElse(0);
    long rows = stated > 0 ? (long) stated : neighbors.count();
    if (rows == 0) {
      throw new DataException("No usable rows in table neighbors: it is empty.");
    }
    try {
      return tables(
          context.session(),
          parameters,
          parameters.lists().isBlocks(rows)
              ? inBlocks(parameters, inputs, rows, context)
              : inDriver(parameters, inputs, context));
    } finally {
      context.progress().end();
    }
  }

  private static DiffuseResult inDriver(
      DiffuseParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("collect neighbours");
    NeighborLists lists = NeighborLists.collect(inputs.dataset("neighbors"));
    try (Workers workers = new Workers(context.threads())) {
      return new DriverDiffusion(parameters, context, lists, workers).of(inputs.dataset("vectors"));
    }
  }

  private static DiffuseResult inBlocks(
      DiffuseParameters parameters, Tables inputs, long rows, AnalysisContext context) {
    BlockColumns columns =
        parameters.columns().isEmpty()
            ? BlockColumns.ofVectors(inputs.table("vectors"))
            : BlockColumns.of(inputs.dataset("vectors"), parameters.columns());
    int count = NeighborBlocks.usualCount(rows, columns.layout().places());
    return BlockDiffusion.of(inputs.dataset("neighbors"), columns, count, parameters, context);
  }

  private static Tables tables(
      SparkSession session, DiffuseParameters parameters, DiffuseResult result) {
    int n = result.rows();
    Attributes attributes =
        Attributes.none()
            .with("n", n)
            .with("t", result.t())
            .with("dim", result.names().size())
            .with("smoothing", parameters.smoothing().name().toLowerCase(Locale.ROOT))
            .with("alpha", parameters.alpha())
            .with("kernel", parameters.kernel().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .with("columns", String.join(",", parameters.columns()));
    List<Statistic> found = new ArrayList<>();
    found.add(
        Statistic.of(NAME, "t", result.t(), n)
            .withNote(result.entropy().isPresent() ? "knee of the von Neumann entropy" : "given"));
    found.add(
        Statistic.of(NAME, "operator-products", (double) result.products(), n)
            .withNote("a batch of %d columns".formatted(DiffuseResult.BATCH)));
    found.add(
        Statistic.of(NAME, "variance-kept", result.varianceKept(), n)
            .withNote("share of the variance of all columns that smoothing left"));
    found.add(
        Statistic.of(NAME, "roughness-kept", result.energyKept(), n)
            .withNote("share of the Dirichlet energy of all columns that smoothing left"));
    return Tables.none()
        .with(DiffuseTables.DIFFUSED.name(), new Table(result.diffused(), attributes))
        .with(
            DiffuseTables.COLUMNS.name(),
            new Table(DiffuseTables.columns(session, result), attributes))
        .with(
            DiffuseTables.CURVE.name(),
            new Table(DiffuseTables.curve(session, result.entropy()), attributes))
        .with(StandardTables.STATISTICS.name(), Statistic.toDataset(session, found));
  }

  @Override
  public Estimate estimate(DiffuseParameters parameters, TableShape shape) {
    long n = shape.rows();
    int width = parameters.columns().isEmpty() ? shape.dim() : parameters.columns().size();
    String time =
        parameters.t().isPresent()
            ? Double.toString(parameters.t().getAsDouble())
            : "the knee of the von Neumann entropy";
    if (parameters.lists().isBlocks(n)) {
      // A value of a named column takes two places.
      int places = parameters.columns().isEmpty() ? width : 2 * width;
      return inBlocks(n, width, places, time);
    }
    double steps = parameters.t().orElse(USUAL_STEPS);
    double updates = (steps + 2) * width * n * (USUAL_LINKS + 3.0);
    return new Estimate(
        List.of(
            "Smooth %d columns of %d rows over the neighbour graph in the driver, %d columns at a time, for t = %s."
                .formatted(width, n, DiffuseResult.BATCH, time),
            "Memory is the columns before and after, the graph, and five blocks of %d columns, however many columns there are."
                .formatted(DiffuseResult.BATCH)),
        12L * n * width + 48L * n * USUAL_LINKS + 40L * n * DiffuseResult.BATCH,
        updates / UPDATES_PER_CORE_SECOND / shape.cores());
  }

  private static Estimate inBlocks(long n, int width, int places, String time) {
    int blocks = NeighborBlocks.usualCount(n, places);
    int batch = Math.min(width, DiffuseResult.BATCH);
    return new Estimate(
        List.of(
            "Smooth %s columns of %s rows over the neighbour graph on the executors, in %s blocks, %d columns at a time, for t = %s; every batch is a stage of the run."
                .formatted(
                    Numbers.count(width),
                    Numbers.count(n),
                    Numbers.count(blocks),
                    DiffuseResult.BATCH,
                    time),
            "A product moves %d bytes for every row of another block that a block is joined with. The executors together hold %s of graph and columns and %s of a batch, older ones on disk where memory is short."
                .formatted(
                    4 * batch,
                    Numbers.mebibytes(n * (4L * places + 32L * USUAL_LINKS)),
                    Numbers.mebibytes(n * SpreadProducts.rowBytes(batch)))),
        BLOCKS_DRIVER_BYTES,
        0);
  }

  @Override
  public List<Panel> panels(DiffuseParameters parameters, Tables published) {
    return List.of(DiffusePanel.of(published));
  }
}
