package io.geodesy.jobs.heat;

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
import io.geodesy.spectral.SpreadHeat;
import io.geodesy.table.NumericColumns;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/**
 * Geodesic distances from every row to landmarks, and a map, from heat flow on the neighbour graph.
 *
 * <p>{@code n x k} neighbours come in, {@code n x landmarks} distances and {@code n x dimensions}
 * coordinates go out. Runs in the driver on all its cores, cost and memory as {@link HeatGeodesic}
 * says, or on the executors, as {@link BlockHeat} says. Determinism class D0.
 *
 * <p>Huguet et al., NeurIPS 2023. Differs from the paper: see {@link HeatGeodesic}.
 */
public final class HeatGeodesicAnalysis implements Analysis<HeatGeodesicParameters> {
  static final String NAME = "heat-geodesic";

  /** Entry updates of a batch, on one core: assumed, not calibrated. */
  private static final double UPDATES_PER_CORE_SECOND = 2.5e8;

  /** Polynomial degree at a product of t and spectrum of about 700. */
  private static final int USUAL_DEGREE = 180;

  private static final int USUAL_LINKS = 10;

  /** What a product takes between blocks whatever their size: some hundredths are usual. */
  private static final double ROUND_SECONDS = 0.05;

  /** What the driver holds beside matrices of landmarks when the graph is in blocks. */
  private static final long BLOCKS_DRIVER_BYTES = 64L << 20;

  @Override
  public Descriptor<HeatGeodesicParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        2,
        "Measures distances along the shape of the table by heat flow, robust to noise where shortest paths break, and draws a map from them.",
        List.of(
            "G. Huguet, A. Tong, E. De Brouwer, Y. Zhang, G. Wolf, I. Adelstein, S. Krishnaswamy: A Heat Diffusion Perspective on Geodesic Preserving Dimensionality Reduction. NeurIPS 2023.",
            "C. Bekas, E. Kokiopoulou, Y. Saad: An estimator for the diagonal of a matrix. Applied Numerical Mathematics 57, 2007.",
            "S. Marcotte, A. Barbe, R. Gribonval, T. Vayer, M. Sebban, P. Borgnat, P. Gonçalves: Fast Multiscale Diffusion on Graphs. ICASSP 2022, arXiv 2104.14652.",
            "V. de Silva, J. Tenenbaum: Sparse multidimensional scaling using landmark points. Stanford University, 2004.",
            "J. de Leeuw: Applications of convex analysis to multidimensional scaling. Recent Developments in Statistics, 1977 (stress majorisation)."),
        HeatGeodesicParameters.class,
        List.of("neighbors"),
        List.of("vectors"),
        List.of(
            HeatTables.LANDMARKS,
            HeatTables.DISTANCES,
            HeatTables.COORDINATES,
            HeatTables.CURVE,
            StandardTables.STATISTICS),
        Determinism.D0);
  }

  @Override
  public Tables run(HeatGeodesicParameters parameters, Tables inputs, AnalysisContext context) {
    Dataset<Row> neighbors = inputs.dataset("neighbors");
    double stated = inputs.attributes("neighbors").number("n").orElse(0);
    long rows = stated > 0 ? (long) stated : neighbors.count();
    if (rows == 0) {
      throw new DataException("No usable rows in table neighbors: it is empty.");
    }
    try {
      HeatResult heat =
          parameters.lists().isBlocks(rows)
              ? BlockHeat.of(neighbors, blocks(parameters, rows), parameters, context)
              : inDriver(parameters, inputs, context);
      return tables(context.session(), parameters, heat, neighbors.schema().apply("id").dataType());
    } finally {
      context.progress().end();
    }
  }

  /** Returns as many blocks as keep the heat from all landmarks within what a block should hold. */
  private static int blocks(HeatGeodesicParameters parameters, long rows) {
    // Heat is float64, and vectors for which blocks are made are float32.
    double places = 2.0 * parameters.landmarks() * Math.max(1, parameters.times().size());
    return NeighborBlocks.usualCount(rows, places);
  }

  private static HeatResult inDriver(
      HeatGeodesicParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("collect neighbours");
    NeighborLists lists = NeighborLists.collect(inputs.dataset("neighbors"));
    Optional<NumericColumns> truth =
        parameters.truthColumns().isEmpty()
            ? Optional.empty()
            : Optional.of(
                NumericColumns.collect(
                    inputs.dataset("vectors"), parameters.truthColumns(), lists.ids()));
    HeatGeodesic heat;
    try (Workers workers = new Workers(context.threads())) {
      heat = HeatGeodesic.of(lists, parameters, context.seed(), workers, context.progress());
    }
    SparkSession session = context.session();
    return new HeatResult(
        lists.rows(),
        heat.time(),
        heat.kernel(),
        heat.lambdaMax(),
        heat.graph().facts(),
        heat.components().sizes(),
        IntStream.range(0, heat.landmarks().length)
            .mapToObj(
                j ->
                    new HeatResult.Landmark(
                        lists.ids().get(heat.landmarks()[j]),
                        heat.components().component(heat.landmarks()[j]),
                        heat.landmarkHeat(j),
                        heat.unreached(j)))
            .toList(),
        heat.selfError(),
        heat.maps().stress(),
        heat.map().unplaced(),
        truth.map(
            columns ->
                Agreement.of(
                    heat.distances(), heat.landmarks(), columns.values(), columns.names().size())),
        HeatTables.distances(session, lists, heat),
        HeatTables.coordinates(session, lists.ids(), heat));
  }

  private static Tables tables(
      SparkSession session, HeatGeodesicParameters parameters, HeatResult heat, DataType idType) {
    Attributes attributes = attributes(parameters, heat);
    return Tables.none()
        .with(
            HeatTables.LANDMARKS.name(),
            new Table(HeatTables.landmarks(session, idType, heat), attributes))
        .with(HeatTables.DISTANCES.name(), new Table(heat.distances(), attributes))
        .with(HeatTables.COORDINATES.name(), new Table(heat.coordinates(), attributes))
        .with(
            HeatTables.CURVE.name(), new Table(HeatTables.curve(session, heat.time()), attributes))
        .with(
            StandardTables.STATISTICS.name(),
            Statistic.toDataset(session, HeatStatistics.of(heat, parameters)));
  }

  @Override
  public Estimate estimate(HeatGeodesicParameters parameters, TableShape shape) {
    long n = shape.rows();
    long m = Math.min(n, parameters.landmarks());
    int times = Math.max(1, parameters.times().size());
    int columns = (int) Math.min(64, n);
    double entries = (double) n * USUAL_LINKS;
    double updates =
        (m + (double) parameters.probes() + columns) * USUAL_DEGREE * (entries + 4.0 * n);
    if (parameters.lists().isBlocks(n)) {
      return inBlocks(parameters, n, m, times, updates / UPDATES_PER_CORE_SECOND / shape.cores());
    }
    long memory =
        48 * n * USUAL_LINKS
            + 8 * n * m * (1 + times)
            + 8L * n * HeatResult.BATCH * (4 + times)
            + (parameters.t().isPresent() ? 0 : 64L * n * parameters.tGrid());
    return new Estimate(
        List.of(
            "Let heat flow from %d of %d rows over the neighbour graph in the driver, %d columns at a time, take distances from its logarithm, and draw a map in %d dimensions."
                .formatted(m, n, HeatResult.BATCH, parameters.dimensions()),
            "Memory is 8 bytes for every row and landmark, twice, and %d blocks of %d columns; about %d products a batch are usual, more for a greater t."
                .formatted(4 + times, HeatResult.BATCH, USUAL_DEGREE)),
        memory,
        updates / UPDATES_PER_CORE_SECOND / shape.cores());
  }

  private static Estimate inBlocks(
      HeatGeodesicParameters parameters, long n, long m, int times, double seconds) {
    int grid = HeatTime.grid(parameters).length;
    long batches =
        (m + HeatResult.BATCH - 1) / HeatResult.BATCH
            + (SelfHeat.PAIRS + parameters.probes()) / HeatResult.BATCH
            + HeatTime.COLUMNS / HeatTime.batch(grid);
    return new Estimate(
        List.of(
            "Let heat flow from %s of %s rows over the neighbour graph on the executors, in %s blocks, %d columns at a time, take distances from its logarithm, and draw a map in %d dimensions; every batch is a stage of the run."
                .formatted(
                    Numbers.count(m),
                    Numbers.count(n),
                    Numbers.count(blocks(parameters, n)),
                    HeatResult.BATCH,
                    parameters.dimensions()),
            "%s batches of about %d products are usual, more for a greater t. A product moves %d bytes for every row of another block that a block is joined with. The executors together hold %s of graph, %s of heat and %s of a batch, older ones on disk where memory is short."
                .formatted(
                    Numbers.count(batches),
                    USUAL_DEGREE,
                    SpreadHeat.ghostBytes(HeatResult.BATCH),
                    Numbers.mebibytes(32L * n * USUAL_LINKS),
                    Numbers.mebibytes(8L * n * m * times),
                    Numbers.mebibytes(n * SpreadHeat.rowBytes(HeatResult.BATCH, times)))),
        BLOCKS_DRIVER_BYTES + 24L * m * m,
        seconds + batches * USUAL_DEGREE * ROUND_SECONDS);
  }

  @Override
  public List<Panel> panels(HeatGeodesicParameters parameters, Tables published) {
    return List.of(HeatMapPanel.of(parameters, published), HeatTimePanel.of(parameters, published));
  }

  private static Attributes attributes(HeatGeodesicParameters parameters, HeatResult heat) {
    double[] times = heat.time().times();
    return Attributes.none()
        .with("n", heat.rows())
        .with("t", times[times.length - 1])
        .with(
            "times",
            Arrays.stream(times).mapToObj(Double::toString).collect(Collectors.joining(",")))
        .with("sigma", parameters.sigma())
        .with("scale", parameters.scale())
        .with("laplacian", parameters.laplacian().name().toLowerCase(Locale.ROOT))
        .with("filter", parameters.filter().name().toLowerCase(Locale.ROOT))
        .with("diagonal", heat.selfError() == 0 ? "exact" : parameters.diagonal().words())
        .with("diagonal-" + parameters.diagonal().error(), heat.selfError())
        .with("probes", parameters.probes())
        .with("bandwidth-k", heat.facts().bandwidthK())
        .with("landmarks", heat.landmarks().size())
        .with("components-count", heat.sizes().length);
  }
}
