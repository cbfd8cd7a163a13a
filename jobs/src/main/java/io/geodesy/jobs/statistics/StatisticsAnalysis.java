package io.geodesy.jobs.statistics;

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
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.moment.Moments;
import io.geodesy.moment.SpectrumShape;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.ExactCopies;
import io.geodesy.table.NumericColumns;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Hubs, outliers, label purity of neighbours, exact copies, norms, and the covariance spectrum with
 * the numbers read off it.
 *
 * <p>Works in the driver on one block of rows: {@code 4 n d + 8 n k + 8 d^2} bytes, {@code n d^2}
 * multiply-adds on all threads for the covariance and about {@code 4/3 d^3} operations on one for
 * its eigenvalues. Determinism class D0: rows are taken in id order.
 *
 * <p>Papers: those of {@link Occurrences}, {@link OutlierScores}, {@link UnifiedScores}, {@link
 * LabelErrors}, {@link Directions}, {@link Participation}, {@link SpectrumShape} {@link Isotropy}
 * and {@link MapRanks}. Differs from the papers: as they say.
 */
public final class StatisticsAnalysis implements Analysis<StatisticsParameters> {
  static final String NAME = "statistics";
  private static final String COSINE = "cosine";
  private static final List<String> METRICS = List.of("euclidean", COSINE);
  private static final double GRAM_RATE = 15e9;
  private static final double EIGEN_RATE = 1e9;
  private static final double SAMPLE_RATE = 2e9;
  private static final double RANK_RATE = 3e9;

  /** Isotropy needs eigenvectors, which take seven times as long as eigenvalues. */
  private static final int MOST_ISOTROPY_DIM = 1024;

  @Override
  public Descriptor<StatisticsParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        2,
        "Measures hubs, outliers, label purity and label errors, exact copies, norms, directions and the covariance spectrum.",
        List.of(
            "M. Radovanovic, A. Nanopoulos, M. Ivanovic, Hubs in Space, JMLR 11, 2010",
            "M. Breunig, H.-P. Kriegel, R. Ng, J. Sander, LOF: Identifying Density-Based Local"
                + " Outliers, SIGMOD 2000",
            "H.-P. Kriegel, P. Kröger, E. Schubert, A. Zimek, LoOP: Local Outlier Probabilities,"
                + " CIKM 2009, and Interpreting and Unifying Outlier Scores, SDM 2011",
            "C. Northcutt, L. Jiang, I. Chuang, Confident Learning: Estimating Uncertainty in"
                + " Dataset Labels, JAIR 70, 2021",
            "Q. Garrido, R. Balestriero, L. Najman, Y. LeCun, RankMe: Assessing the Downstream"
                + " Performance of Pretrained Self-Supervised Representations by Their Rank, ICML"
                + " 2023, arXiv 2210.02885",
            "W. Rudman, N. Gillman, T. Rayne, C. Eickhoff, IsoScore: Measuring the Uniformity of"
                + " Embedding Space Utilization, Findings of ACL 2022",
            "J. Mu, P. Viswanath, All-but-the-Top: Simple and Effective Postprocessing for Word"
                + " Representations, ICLR 2018, arXiv 1702.01417",
            "K. Ethayarajh, How Contextual are Contextualized Word Representations?, EMNLP 2019",
            "T. Wang, P. Isola, Understanding Contrastive Representation Learning through Alignment"
                + " and Uniformity on the Hypersphere, ICML 2020",
            "J. Venna, S. Kaski, Neighborhood Preservation in Nonlinear Projection Methods: An"
                + " Experimental Study, ICANN 2001",
            "O. Roy, M. Vetterli, The Effective Rank: A Measure of Effective Dimensionality,"
                + " EUSIPCO 2007"),
        StatisticsParameters.class,
        List.of("neighbors", "vectors"),
        List.of(),
        List.of(
            StatisticsTables.HUBS,
            StatisticsTables.OUTLIERS,
            StatisticsTables.LABEL_ERRORS,
            StatisticsTables.ISSUES,
            StatisticsTables.SPECTRUM,
            StatisticsTables.DUPLICATES,
            StandardTables.STATISTICS),
        Determinism.D0);
  }

  @Override
  public Tables run(StatisticsParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("read rows");
    VectorBlock block = VectorBlock.collect(inputs.dataset("vectors"));
    NeighborLists lists = NeighborLists.collect(inputs.dataset("neighbors"));
    lists.requireRowsOf(block.ids());
    List<Statistic> found = new ArrayList<>();
    context.progress().phase("count hubs");
    int k = parameters.k().orElse(Integer.MAX_VALUE);
    Occurrences occurrences = Occurrences.of(lists, k);
    ScalarStatistics.ofHubs(occurrences, parameters.hubMultiple(), found);
    context.progress().phase("outliers");
    OutlierScores outliers = OutlierScores.of(lists, k);
    ScalarStatistics.ofOutliers(outliers, found);
    context.progress().phase("find copies");
    ExactCopies copies = ExactCopies.of(block);
    ScalarStatistics.ofCopies(copies, block.rows(), found);
    Optional<CategoryColumn> labels = labels(inputs.dataset("vectors"), block.ids());
    LabelErrors errors =
        labels
            .map(column -> labelErrors(lists, column, k, copies, found))
            .orElseGet(() -> LabelErrors.none(block.rows()));
    long seed = SeededStream.derive(context.seed(), "statistics of sampled rows");
    int[] sample = block.ids().sample(seed, parameters.sample());
    double[] eigenvalues;
    try (Workers workers = new Workers(context.threads())) {
      context.progress().phase("directions");
      Directions directions = Directions.of(block);
      ScalarStatistics.ofDirections(
          directions.meanCosine(), directions.uniformity(sample, workers), found);
      labels.ifPresent(column -> ScalarStatistics.ofAlignment(directions.alignment(column), found));
      context.progress().phase("covariance");
      eigenvalues = spectrum(parameters, block, sample, workers, found);
      if (!parameters.coordinates().isEmpty()) {
        context.progress().phase("map");
        map(parameters, inputs, block, sample, workers, found);
      }
    }
    context.progress().end();
    SparkSession session = context.session();
    RowIds ids = block.ids();
    Attributes graph = inputs.attributes("neighbors");
    return Tables.none()
        .with(
            StatisticsTables.HUBS.name(),
            new Table(StatisticsTables.hubs(session, ids, occurrences), graph))
        .with(
            StatisticsTables.OUTLIERS.name(),
            new Table(StatisticsTables.outliers(session, ids, outliers), graph))
        .with(
            StatisticsTables.LABEL_ERRORS.name(),
            new Table(StatisticsTables.labelErrors(session, ids, errors), graph))
        .with(
            StatisticsTables.ISSUES.name(),
            new Table(StatisticsTables.issues(session, ids, outliers, errors), graph))
        .with(
            StatisticsTables.SPECTRUM.name(),
            new Table(
                StatisticsTables.spectrum(session, eigenvalues),
                Attributes.none().with("dim", block.dim())))
        .with(
            StatisticsTables.DUPLICATES.name(),
            new Table(
                StatisticsTables.duplicates(session, ids, copies),
                Attributes.none().with("n", block.rows())))
        .with(StandardTables.STATISTICS.name(), Statistic.toDataset(session, found));
  }

  private static Optional<CategoryColumn> labels(Dataset<Row> vectors, RowIds ids) {
    return Arrays.asList(vectors.columns()).contains("label")
        ? Optional.of(CategoryColumn.collect(vectors, "label", ids))
            .filter(labels -> !labels.names().isEmpty())
        : Optional.empty();
  }

  private static LabelErrors labelErrors(
      NeighborLists lists,
      CategoryColumn labels,
      int k,
      ExactCopies copies,
      List<Statistic> found) {
    LabelPurity purity = LabelPurity.of(lists, labels, k);
    ScalarStatistics.ofPurity(purity, labels.names(), found);
    LabelErrors errors = LabelErrors.of(lists, labels, k, purity, copies);
    ScalarStatistics.ofLabelErrors(errors, purity.rows(), found);
    return errors;
  }

  /** Returns the eigenvalues of the covariance, none if there are too many columns. */
  private static double[] spectrum(
      StatisticsParameters parameters,
      VectorBlock block,
      int[] sample,
      Workers workers,
      List<Statistic> found) {
    int n = block.rows();
    Norms norms = Norms.of(block);
    if (block.dim() > parameters.maxSpectrumDim()) {
      ScalarStatistics.ofNorms(norms, mean(block), n, found);
      found.add(
          Statistic.of(NAME, "skipped", block.dim(), n)
              .withNote(
                  "no covariance spectrum: %d columns are more than max-spectrum-dim %d"
                      .formatted(block.dim(), parameters.maxSpectrumDim())));
      return new double[0];
    }
    Moments moments = Moments.of(block.values(), 0, n, block.dim(), workers);
    ScalarStatistics.ofNorms(norms, moments.mean(), n, found);
    double[] eigenvalues = eigenvalues(moments.covariance(), block);
    Participation participation = Participation.of(eigenvalues, block, moments, sample, workers);
    ScalarStatistics.ofSpectrum(
        eigenvalues, eigenvalues(moments.secondMoment(), block), participation, n, found);
    if (block.dim() <= MOST_ISOTROPY_DIM) {
      double[] axes = DenseAlgebra.symmetricEigen(moments.secondMoment(), block.dim()).vectors();
      ScalarStatistics.ofIsotropy(Isotropy.of(block, axes, sample, workers), found);
    }
    return eigenvalues;
  }

  private static void map(
      StatisticsParameters parameters,
      Tables inputs,
      VectorBlock block,
      int[] sample,
      Workers workers,
      List<Statistic> found) {
    List<String> names = parameters.coordinates();
    NumericColumns map = NumericColumns.collect(inputs.dataset("vectors"), names, block.ids());
    String metric = inputs.attributes("neighbors").text("metric").orElse("euclidean");
    if (!METRICS.contains(metric)) {
      found.add(
          Statistic.of(NAME, "map-skipped", block.rows(), block.rows())
              .withNote(
                  "no figures on the map: ranks are taken by %s, and the graph's metric is %s"
                      .formatted(String.join(" or ", METRICS), metric)));
      return;
    }
    int[] ks =
        parameters.coordinatesK().stream()
            .mapToInt(Integer::intValue)
            .filter(k -> MapRanks.areDefined(k, block.rows()))
            .toArray();
    if (ks.length < parameters.coordinatesK().size()) {
      found.add(
          Statistic.of(NAME, "map-skipped", block.rows(), block.rows())
              .withNote(
                  "coordinates-k of half the rows and more are left out: the figures are not defined there"));
    }
    if (ks.length > 0) {
      VectorBlock rows = metric.equals(COSINE) ? block.directions() : block;
      MapRanks.of(rows.values(), block.dim(), map.values(), names.size(), sample, ks, workers)
          .forEach(at -> ScalarStatistics.ofMap(at, names, sample.length, block.rows(), found));
    }
  }

  private static double[] mean(VectorBlock block) {
    double[] mean = new double[block.dim()];
    for (int i = 0; i < block.values().length; i++) {
      mean[i % block.dim()] += block.values()[i] / block.rows();
    }
    return mean;
  }

  /**
   * Values that rounding alone put off zero, and there are always some when rows are few, are 0.
   */
  private static double[] eigenvalues(double[] matrix, VectorBlock block) {
    double[] values = DenseAlgebra.symmetricEigenvalues(matrix, block.dim());
    double least = values[0] * block.dim() * Math.ulp(1.0);
    return Arrays.stream(values).map(v -> v > least ? v : 0).toArray();
  }

  @Override
  public Estimate estimate(StatisticsParameters parameters, TableShape shape) {
    double n = shape.rows();
    double d = shape.dim();
    boolean hasSpectrum = d <= parameters.maxSpectrumDim();
    double m = Math.min(n, parameters.sample());
    double sampled = m * d * (m + (hasSpectrum ? d : 0)) / SAMPLE_RATE / Math.max(1, shape.cores());
    double gram = hasSpectrum ? 1.2 * n * d * d / GRAM_RATE / Math.max(1, shape.cores()) : 0;
    double eigen = hasSpectrum ? 8.0 / 3 * d * d * d / EIGEN_RATE : 0;
    boolean hasMap = !parameters.coordinates().isEmpty();
    double ranks =
        hasMap
            ? m * n * (d + parameters.coordinates().size()) / RANK_RATE / Math.max(1, shape.cores())
            : 0;
    List<String> plan = new ArrayList<>();
    plan.add(
        "Counts hubs, outliers and copies among %s rows in the driver."
            .formatted(Numbers.count(shape.rows())));
    plan.add(
        hasSpectrum
            ? "Sums the covariance of %d columns in one pass over the rows and solves for its eigenvalues."
                .formatted(shape.dim())
            : "Leaves the covariance spectrum out: %d columns are more than max-spectrum-dim %d."
                .formatted(shape.dim(), parameters.maxSpectrumDim()));
    if (hasMap) {
      plan.add(
          "Takes the exact ranks of the neighbours of %s rows on the map and in the table."
              .formatted(Numbers.count((long) m)));
    }
    return new Estimate(
        plan,
        (long) (8 * n * d + 320 * n + 16 * m * d + (hasSpectrum ? 40 * d * d : 0)),
        3 + gram + eigen + sampled + ranks);
  }

  @Override
  public List<Panel> panels(StatisticsParameters parameters, Tables published) {
    return StatisticsPanels.of(parameters, published);
  }
}
