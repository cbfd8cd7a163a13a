package io.geodesy.jobs.heat;

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
import io.geodesy.kernel.Workers;
import io.geodesy.table.NumericColumns;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Geodesic distances from every row to landmarks, and a map, from heat flow on the neighbour graph.
 *
 * <p>Runs in the driver on all its cores: {@code n x k} neighbours come in, {@code n x landmarks}
 * distances and {@code n x dimensions} coordinates go out; memory as {@link HeatGeodesic} says.
 * Determinism class D0.
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

  @Override
  public Descriptor<HeatGeodesicParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
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
    context.progress().phase("collect neighbours");
    NeighborLists lists = NeighborLists.collect(inputs.dataset("neighbors"));
    if (lists.rows() == 0) {
      throw new DataException("No usable rows in table neighbors: it is empty.");
    }
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
    Attributes attributes = attributes(parameters, heat, lists);
    return Tables.none()
        .with(
            HeatTables.LANDMARKS.name(),
            new Table(HeatTables.landmarks(session, lists.ids(), heat), attributes))
        .with(
            HeatTables.DISTANCES.name(),
            new Table(HeatTables.distances(session, lists, heat), attributes))
        .with(
            HeatTables.COORDINATES.name(),
            new Table(HeatTables.coordinates(session, lists.ids(), heat), attributes))
        .with(
            HeatTables.CURVE.name(), new Table(HeatTables.curve(session, heat.time()), attributes))
        .with(
            StandardTables.STATISTICS.name(),
            Statistic.toDataset(session, HeatStatistics.of(heat, parameters, truth, lists.rows())));
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
    long memory =
        48 * n * USUAL_LINKS
            + 8 * n * m * (1 + times)
            + 8L * n * HeatGeodesic.BATCH * (4 + times)
            + (parameters.t().isPresent() ? 0 : 64L * n * parameters.tGrid());
    return new Estimate(
        List.of(
            "Let heat flow from %d of %d rows over the neighbour graph in the driver, %d columns at a time, take distances from its logarithm, and draw a map in %d dimensions."
                .formatted(m, n, HeatGeodesic.BATCH, parameters.dimensions()),
            "Memory is 8 bytes for every row and landmark, twice, and %d blocks of %d columns; about %d products a batch are usual, more for a greater t."
                .formatted(4 + times, HeatGeodesic.BATCH, USUAL_DEGREE)),
        memory,
        updates / UPDATES_PER_CORE_SECOND / shape.cores());
  }

  @Override
  public List<Panel> panels(HeatGeodesicParameters parameters, Tables published) {
    return List.of(HeatMapPanel.of(parameters, published), HeatTimePanel.of(parameters, published));
  }

  private static Attributes attributes(
      HeatGeodesicParameters parameters, HeatGeodesic heat, NeighborLists lists) {
    double[] times = heat.time().times();
    return Attributes.none()
        .with("n", lists.rows())
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
        .with("bandwidth-k", heat.graph().facts().bandwidthK())
        .with("landmarks", heat.landmarks().length)
        .with("components-count", heat.components().count());
  }
}
