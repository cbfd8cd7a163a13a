package io.geodesy.jobs.probe;

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
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.graph.ConnectedComponents;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * A basis of smooth functions from smoothed random probes, in the driver on all its cores.
 *
 * <p>Cost: {@code 2 t k n m} operations to smooth m probes t times, {@code n m^2} for their Gram
 * matrix, {@code 8 n m} bytes. Determinism class D0 but for clusters, which are MLlib's (D2).
 *
 * <p>Paper: arXiv 2512.01103. Differs from the paper: see {@link ProbeBasis}.
 */
public final class ProbeEigenmapsAnalysis implements Analysis<ProbeParameters> {
  static final String NAME = "probe-eigenmaps";

  /** An error below this share of a probe is rounding. */
  private static final double ROUNDING = 1e-13;

  private static final double SMOOTH_RATE = 1e9;
  private static final double GRAM_RATE = 4e9;
  private static final double EIGEN_RATE = 1e9;

  @Override
  public Descriptor<ProbeParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Finds a basis of the smoothest functions from smoothed random probes, with density and eigenvalues.",
        List.of(
            "Learning Eigenstructures of Unstructured Data Manifolds. CVPR 2026, arXiv 2512.01103.",
            "C. Eckart, G. Young: The approximation of one matrix by another of lower rank. Psychometrika 1, 1936."),
        ProbeParameters.class,
        List.of("neighbors"),
        List.of(),
        List.of(
            ProbeTables.COORDINATES,
            ProbeTables.SPECTRUM,
            ProbeTables.CLUSTERS,
            StandardTables.STATISTICS),
        Determinism.D2);
  }

  @Override
  public Tables run(ProbeParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("collect neighbours");
    NeighborLists lists = NeighborLists.collect(inputs.dataset("neighbors"));
    if (lists.rows() == 0) {
      throw new DataException("No usable rows in table neighbors: it is empty.");
    }
    if (parameters.cluster() > lists.rows()) {
      throw new ConfigException(
          "cluster is %d but the table has %d rows: there cannot be more clusters than rows."
              .formatted(parameters.cluster(), lists.rows()));
    }
    Smoother smoother = Smoother.of(lists, parameters);
    ProbeBasis basis;
    try (Workers workers = new Workers(context.threads())) {
      context.progress().phase("smooth probes");
      SmoothProbes probes =
          SmoothProbes.of(
              smoother, parameters, keys(lists.ids(), context.seed()), workers, context.progress());
      context.progress().phase("solve for the basis");
      basis =
          ProbeBasis.of(
              probes, parameters.components(), ConnectedComponents.of(smoother.links()), workers);
    }
    int[] clusters = new int[0];
    if (parameters.cluster() > 0) {
      context.progress().phase("k-means");
      clusters =
          BasisClusters.assign(
              context.session(),
              lists.ids(),
              basis,
              parameters.cluster(),
              SeededStream.derive(context.seed(), NAME));
    }
    context.progress().end();
    SparkSession session = context.session();
    Attributes attributes = attributes(parameters, smoother, basis, inputs.attributes("neighbors"));
    return Tables.none()
        .with(
            ProbeTables.COORDINATES.name(),
            new Table(coordinates(session, lists.ids(), basis), attributes))
        .with(ProbeTables.SPECTRUM.name(), new Table(spectrum(session, basis), attributes))
        .with(ProbeTables.CLUSTERS.name(), clusters(session, lists.ids(), clusters))
        .with(
            StandardTables.STATISTICS.name(),
            Statistic.toDataset(session, statistics(parameters, smoother, basis)));
  }

  private static long[] keys(RowIds ids, long seed) {
    long stage = SeededStream.derive(seed, NAME);
    long[] keys = new long[ids.size()];
    Arrays.setAll(keys, i -> ids.hash(stage, i));
    return keys;
  }

  private static Attributes attributes(
      ProbeParameters parameters, Smoother smoother, ProbeBasis basis, Attributes graph) {
    Attributes attributes =
        Attributes.none()
            .with("n", smoother.rows())
            .with("bandwidth", smoother.bandwidth())
            .with("steps", parameters.steps())
            .with("probes", parameters.probes())
            .with("components", basis.components())
            .with("pieces", basis.pieces());
    return graph.text("metric").map(m -> attributes.with("metric", m)).orElse(attributes);
  }

  private static Dataset<Row> coordinates(SparkSession session, RowIds ids, ProbeBasis basis) {
    return DriverRows.toDataset(
        session,
        ProbeTables.COORDINATES.schema(ids.type()),
        ids.size(),
        i ->
            RowFactory.create(
                ids.get(i), basis.coordinates(i), basis.density()[i], basis.functions(i)));
  }

  private static Dataset<Row> spectrum(SparkSession session, ProbeBasis basis) {
    List<Row> rows = new ArrayList<>();
    double first = basis.singularValues()[0];
    for (int k = 0; k < basis.components(); k++) {
      double value = basis.singularValues()[k];
      rows.add(
          RowFactory.create(
              k,
              value,
              first > 0 ? value * value / (first * first) : 0.0,
              basis.captured(k + 1),
              inverse(basis.maxErrors()[k]),
              inverse(basis.meanErrors()[k])));
    }
    return session.createDataFrame(rows, ProbeTables.SPECTRUM.schema(DataTypes.LongType));
  }

  private static Double inverse(double error) {
    return error > ROUNDING ? 1 / error : null;
  }

  private static Dataset<Row> clusters(SparkSession session, RowIds ids, int[] clusters) {
    return DriverRows.toDataset(
        session,
        ProbeTables.CLUSTERS.schema(ids.type()),
        clusters.length,
        i -> RowFactory.create(ids.get(i), clusters[i]));
  }

  private static List<Statistic> statistics(
      ProbeParameters parameters, Smoother smoother, ProbeBasis basis) {
    int n = smoother.rows();
    List<Statistic> all = new ArrayList<>();
    all.add(
        Statistic.of(NAME, "captured-energy", basis.captured(basis.components()), n)
            .withNote(
                "of the probes after %d steps, by %d functions"
                    .formatted(parameters.steps(), basis.components())));
    all.add(Statistic.of(NAME, "bandwidth", smoother.bandwidth(), n));
    all.add(Statistic.of(NAME, "pieces", basis.pieces(), n));
    if (smoother.isolated() > 0) {
      all.add(
          Statistic.of(NAME, "isolated-rows", smoother.isolated(), n)
              .withNote("no neighbours: density 0, no functions"));
    }
    if (basis.signChanges()) {
      all.add(
          Statistic.of(NAME, "sign-changes", 1, n)
              .withNote(
                  basis.pieces() > 1
                      ? "the first function changes its sign since the graph falls into pieces; the density is taken piece by piece"
                      : "the first function changes its sign: too few steps or probes for a density"));
    }
    if (basis.components() < parameters.components()) {
      all.add(
          Statistic.of(NAME, "components", basis.components(), n)
              .withNote(
                  "fewer than the %d asked: the table has no more rows"
                      .formatted(parameters.components())));
    }
    return all;
  }

  @Override
  public Estimate estimate(ProbeParameters parameters, TableShape shape) {
    double n = shape.rows();
    double m = parameters.probes();
    double k = parameters.k().orElse(15);
    double smaller = Math.min(n, m);
    int cores = Math.max(1, shape.cores());
    return new Estimate(
        List.of(
            "Smooths %d random functions on %s rows %d times over their neighbours, and takes the %d that reconstruct them best."
                .formatted(
                    parameters.probes(),
                    Numbers.count(shape.rows()),
                    parameters.steps(),
                    parameters.components())),
        (long) (8 * n * m + 32 * smaller * smaller + 12 * n * k),
        2
            + 2 * parameters.steps() * k * n * m / SMOOTH_RATE / cores
            + n * m * smaller / GRAM_RATE / cores
            + 10 * smaller * smaller * smaller / EIGEN_RATE);
  }

  @Override
  public List<Panel> panels(ProbeParameters parameters, Tables published) {
    return List.of(ProbePanel.of(parameters, published));
  }
}
