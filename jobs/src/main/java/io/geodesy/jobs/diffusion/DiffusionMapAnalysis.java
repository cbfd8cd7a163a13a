package io.geodesy.jobs.diffusion;

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
import io.geodesy.error.TransientException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.jobs.diffusion.DiffusionMapParameters.Unconverged;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BackEnd;
import io.geodesy.spectral.BlockLanczos;
import io.geodesy.spectral.Eigenvalues;
import io.geodesy.spectral.FilteredIteration;
import io.geodesy.spectral.Kernel;
import io.geodesy.spectral.KernelFacts;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Diffusion coordinates, their spectrum and the operator's diagonals, from a neighbour graph.
 *
 * <p>Up to two million rows it runs in the driver on all its cores: {@code n x k} neighbours come
 * in, {@code n x components} coordinates go out. Beyond, rows stay on the executors. Determinism
 * class D0.
 *
 * <p>Coifman and Lafon, Diffusion maps, ACHA 2006. Differs from the paper: see {@link
 * DiffusionMap}.
 */
public final class DiffusionMapAnalysis implements Analysis<DiffusionMapParameters> {
  static final String NAME = "diffusion-map";

  /** Entry updates, orthogonalisation counted in: assumed, not calibrated. */
  private static final double UPDATES_PER_CORE_SECOND = 2e8;

  private static final int USUAL_PRODUCTS = 500;

  /** Sums, and what the pieces of blocks take while components are joined: assumed. */
  private static final long GHOST_DRIVER_BYTES = 64L << 20;

  @Override
  public Descriptor<DiffusionMapParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        3,
        "Finds diffusion coordinates and the spectrum of the random walk on the neighbour graph.",
        List.of(
            "R. Coifman, S. Lafon: Diffusion maps. Applied and Computational Harmonic Analysis 21, 2006.",
            "K. Moon et al.: Visualizing structure and transitions in high-dimensional biological data. Nature Biotechnology 37, 2019 (the decay kernel).",
            "L. Zelnik-Manor, P. Perona: Self-tuning spectral clustering. NIPS 2004 (the self-tuned kernel).",
            "R. Coifman, Y. Shkolnisky, F. Sigworth, A. Singer: Graph Laplacian tomography from unknown random projections. IEEE Transactions on Image Processing 17, 2008 (the log-slope rule).",
            "T. Berry, J. Harlim: Variable bandwidth diffusion kernels. Applied and Computational Harmonic Analysis 40, 2016 (the variable kernel).",
            "L. McInnes, J. Healy, J. Melville: UMAP. arXiv 1802.03426 (the fuzzy kernel).",
            "Y. Zhou, Y. Saad, M. Tiago, J. Chelikowsky: Self-consistent-field calculations using Chebyshev-filtered subspace iteration. Journal of Computational Physics 219, 2006 (the solver across a network).",
            "K. Wu, H. Simon: Thick-restart Lanczos method for large symmetric eigenvalue problems. SIAM Journal on Matrix Analysis and Applications 22, 2000."),
        DiffusionMapParameters.class,
        List.of("neighbors"),
        List.of(),
        List.of(
            StandardTables.OPERATOR,
            StandardTables.EIGENVALUES,
            StandardTables.COORDINATES,
            StandardTables.STATISTICS),
        Determinism.D0);
  }

  @Override
  public Tables run(DiffusionMapParameters parameters, Tables inputs, AnalysisContext context) {
    requireChords(parameters, inputs.attributes("neighbors"));
    MapResult map = map(parameters, inputs, context);
    MapFacts facts = map.facts();
    requireConverged(parameters, facts);
    SparkSession session = context.session();
    Attributes attributes = attributes(parameters, facts);
    return Tables.none()
        .with("operator", new Table(map.operator(), attributes))
        .with("eigenvalues", new Table(eigenvalues(session, facts), attributes))
        .with("coordinates", new Table(map.coordinates(), attributes))
        .with(
            "statistics", Statistic.toDataset(session, DiffusionStatistics.of(facts, parameters)));
  }

  private static MapResult map(
      DiffusionMapParameters parameters, Tables inputs, AnalysisContext context) {
    Dataset<Row> neighbors = inputs.dataset("neighbors");
    double stated = inputs.attributes("neighbors").number("n").orElse(0);
    long rows = stated > 0 ? (long) stated : neighbors.count();
    if (rows == 0) {
      throw new DataException("No usable rows in table neighbors: it is empty.");
    }
    if (parameters.backEnd().forRows(rows) == BackEnd.GHOST) {
      return BlockDiffusionMap.of(neighbors, rows, parameters, context);
    }
    context.progress().phase("collect neighbours");
    NeighborLists lists = NeighborLists.collect(neighbors);
    try (Workers workers = new Workers(context.threads())) {
      return DiffusionMap.of(lists, parameters, context, workers);
    }
  }

  @Override
  public void warmUp(DiffusionMapParameters parameters, BooleanSupplier isWanted) {
    if (parameters.backEnd() == BackEnd.AUTO || parameters.backEnd() == BackEnd.LOCAL) {
      SolverWarmUp.run(parameters.components() + 1, parameters.solverOptions(), isWanted);
    }
  }

  @Override
  public Estimate estimate(DiffusionMapParameters parameters, TableShape shape) {
    long n = shape.rows();
    int pairs = parameters.components() + 1;
    long entries = n * 24;
    BackEnd backEnd = parameters.backEnd().forRows(n);
    if (backEnd != BackEnd.LOCAL) {
      return distributed(parameters, backEnd, n, entries);
    }
    long basis =
        BlockLanczos.bytes((int) Math.max(1, n), pairs, parameters.solverOptions())
            / (8 * Math.max(1, n));
    double updates = USUAL_PRODUCTS * (pairs / 17.0) * (entries + 40.0 * n);
    return new Estimate(
        List.of(
            "Weigh the neighbours of %d rows with the %s kernel, split the graph into connected components, and find the %d leading eigenpairs of each one of at least %d rows by block Lanczos in the driver."
                .formatted(
                    n,
                    parameters.kernel().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    pairs,
                    parameters.minComponent()),
            "About %d operator products of %.3g updates each are usual, at %.0e updates a second and core; chains and weakly linked groups need many more."
                .formatted(
                    (long) (USUAL_PRODUCTS * (pairs / 17.0)),
                    entries + 40.0 * n,
                    UPDATES_PER_CORE_SECOND)),
        40 * entries + 8 * n * basis,
        updates / UPDATES_PER_CORE_SECOND / shape.cores());
  }

  /** Seconds of rounds across a network are the network's: not foretold. */
  private static Estimate distributed(
      DiffusionMapParameters parameters, BackEnd backEnd, long n, long entries) {
    int pairs = parameters.components() + 1;
    int width = FilteredIteration.width(pairs);
    boolean isGhost = backEnd == BackEnd.GHOST;
    long driver =
        isGhost
            ? GHOST_DRIVER_BYTES + FilteredIteration.driverBytes(n, entries, pairs)
            : 40 * entries + 8L * n * (width + pairs);
    long executors = FilteredIteration.executorBytes(n, entries, pairs);
    String moved =
        isGhost
            ? "%d bytes for every row of another block that a block is joined with: in cell order some two to five a row, %s in all"
                .formatted(4 * width, Numbers.mebibytes(4L * width * 3 * n))
            : "%s to every executor and back".formatted(Numbers.mebibytes(8L * width * n));
    return new Estimate(
        List.of(
            "Weigh the neighbours of %d rows with the %s kernel %s, and find the %d leading eigenpairs of each connected component by filtered iteration of %d columns on the executors."
                .formatted(
                    n,
                    parameters.kernel().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    isGhost ? "where they are, in blocks" : "in the driver",
                    pairs,
                    width),
            "A round is at most %d products and a commit; a product moves %s. Usual are %s rounds. The executors together hold %s, older vectors on disk where memory is short."
                .formatted(
                    FilteredIteration.MOST_DEGREE + 1,
                    moved,
                    isGhost ? "1 to 4" : "2 to 6",
                    Numbers.mebibytes(executors))),
        driver,
        0);
  }

  @Override
  public List<Panel> panels(DiffusionMapParameters parameters, Tables published) {
    return List.of(MapPanel.of(published), SpectrumPanel.of(parameters, published));
  }

  private static void requireChords(DiffusionMapParameters parameters, Attributes neighbors) {
    String metric = neighbors.text("metric").orElse("cosine");
    if (parameters.kernel() == Kernel.COSINE && !metric.equals("cosine")) {
      throw new ConfigException(
          "kernel is cosine but the neighbours were found with metric %s: compute the graph with metric = cosine, or use another kernel."
              .formatted(metric));
    }
  }

  private static void requireConverged(DiffusionMapParameters parameters, MapFacts map) {
    if (parameters.unconverged() == Unconverged.WARN || map.isConverged()) {
      return;
    }
    throw new TransientException(
        "The eigen-solver spent its budget of %d products at a residual of %.1e, and tolerance is %s. Raise max-products or tolerance, or set unconverged = warn to publish what there is."
            .formatted(parameters.maxProducts(), map.worstResidual(), parameters.tolerance()));
  }

  private static Attributes attributes(DiffusionMapParameters parameters, MapFacts map) {
    KernelFacts graph = map.kernel();
    Attributes attributes =
        Attributes.none()
            .with("n", map.rows())
            .with("kernel", parameters.kernel().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .with("alpha", map.alpha())
            .with(
                "symmetrize",
                parameters.symmetrize().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .with("decay", parameters.decay())
            .with("t", parameters.t())
            .with("bandwidth-k", graph.bandwidthK())
            .with("components", parameters.components())
            .with("components-count", map.componentSizes().length)
            .with("tolerance", parameters.tolerance())
            .with("residual-max", map.worstResidual())
            .with("converged", map.isConverged());
    if (!map.isConverged()) {
      attributes =
          attributes.with(
              "warning",
              "the tolerance %s was not reached within %d products: the worst residual is %.1e"
                  .formatted(
                      parameters.tolerance(), parameters.maxProducts(), map.worstResidual()));
    }
    if (graph.dimension().isPresent()) {
      attributes =
          attributes
              .with("dimension", graph.dimension().getAsInt())
              .with("beta", parameters.beta());
    }
    return graph.eps().isPresent() ? attributes.with("eps", graph.eps().getAsDouble()) : attributes;
  }

  private static Dataset<Row> eigenvalues(SparkSession session, MapFacts map) {
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < map.spectra().size(); c++) {
      Eigenvalues pairs = map.spectra().get(c);
      for (int r = 0; r < pairs.count(); r++) {
        double value = pairs.values()[r];
        Double laplacian =
            map.kernel().eps().isPresent() ? (1 - value) / map.kernel().eps().getAsDouble() : null;
        rows.add(
            RowFactory.create(
                c,
                r,
                value,
                pairs.residuals()[r],
                (int) Math.min(Integer.MAX_VALUE, pairs.products()),
                laplacian));
      }
    }
    return session.createDataFrame(rows, StandardTables.EIGENVALUES.schema(DataTypes.LongType));
  }
}
