package io.geodesy.jobs.cluster;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Progress;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.SparseRows;
import io.geodesy.jobs.cluster.KMeansClusters.Centres;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Groups the rows of a table by one of seven methods, and says how good the groups are and what
 * they agree with.
 *
 * <p>Reads the neighbour table and, for some methods and the silhouette, the vectors into the
 * driver: {@code 8 n k + 4 n d} bytes; hdbscan leaves them on the executors where they are many
 * ({@link BlockClusters}). Determinism: leiden, hdbscan, density-peaks and k-subspaces give the
 * same bits for any partitioning (D0); k-means and spectral add up in MLlib, whose sums depend on
 * the order of arrival (D2, equal up to rounding).
 */
public final class ClustersAnalysis implements Analysis<ClustersParameters> {
  static final String NAME = "clusters";

  @Override
  public Descriptor<ClustersParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Groups rows into clusters and measures the groups, against labels where there are any.",
        List.of(
            "Traag, Waltman, Van Eck: From Louvain to Leiden, Scientific Reports, 2019",
            "Hennig: Cluster-wise assessment of cluster stability, Computational Statistics and"
                + " Data Analysis, 2007",
            "Campello, Moulavi, Sander: Density-based clustering based on hierarchical density"
                + " estimates, PAKDD, 2013",
            "d'Errico, Facco, Laio, Rodriguez: Automatic topography of high-dimensional data sets"
                + " by non-parametric density peak clustering, Information Sciences, 2021",
            "Wang et al.: Diffusion models learn low-dimensional distributions via subspace"
                + " clustering, 2024, arXiv 2409.02426",
            "Ng, Jordan, Weiss: On spectral clustering, NIPS, 2001",
            "Tibshirani, Walther, Hastie: Estimating the number of clusters in a data set via the"
                + " gap statistic, JRSS B, 2001",
            "Bahmani et al.: Scalable k-means++, VLDB, 2012",
            "Steinbach, Karypis, Kumar: A comparison of document clustering techniques, KDD"
                + " Workshop on Text Mining, 2000",
            "Vinh, Epps, Bailey: Information theoretic measures for clusterings comparison, JMLR,"
                + " 2010"),
        ClustersParameters.class,
        List.of("neighbors", "vectors"),
        List.of(),
        List.of(
            StandardTables.CLUSTERS,
            StandardTables.CLUSTER_STATISTICS,
            ClusterTables.CLUSTER_TREE,
            StandardTables.STATISTICS),
        Determinism.D2);
  }

  @Override
  public Tables run(ClustersParameters parameters, Tables inputs, AnalysisContext context) {
    long rows = rows(inputs);
    if (parameters.isInBlocks(rows)) {
      return inBlocks(parameters, inputs, context, rows);
    }
    context.progress().phase("collect neighbours");
    NeighborLists lists = NeighborLists.collect(inputs.dataset("neighbors"));
    try (Workers workers = new Workers(context.threads())) {
      return run(parameters, inputs, context, lists, workers);
    } finally {
      context.progress().end();
    }
  }

  /** Returns the rows that the graph says it has; 0, which is few, where it does not say. */
  private static long rows(Tables inputs) {
    return (long) inputs.attributes("neighbors").number("n").orElse(0);
  }

  private static Tables inBlocks(
      ClustersParameters parameters, Tables inputs, AnalysisContext context, long rows) {
    int count =
        NeighborBlocks.usualCount(rows, inputs.attributes("vectors").number("dim").orElse(1));
    try (BlockClusters clusters = new BlockClusters(parameters, inputs, context, count)) {
      return clusters.run();
    } finally {
      context.progress().end();
    }
  }

  private static Tables run(
      ClustersParameters parameters,
      Tables inputs,
      AnalysisContext context,
      NeighborLists lists,
      Workers workers) {
    String metric = inputs.attributes("neighbors").text("metric").orElse("euclidean");
    RowVectors vectors = new RowVectors(inputs.table("vectors"), metric);
    context.progress().phase("weigh links");
    SparseRows graph = SharedNeighborGraph.of(lists, workers);
    Grouping grouping = group(parameters, context, lists, graph, vectors, workers);
    Partition partition = grouping.partition();
    if (partition.outlierScore() == null) {
      partition = partition.withOutlierScores(LocalOutliers.of(lists));
    }
    context.progress().phase("measure clusters");
    RowLinks links = RowLinks.of(graph, lists, partition.cluster());
    GraphQuality quality = GraphQuality.of(links, partition);
    SquaredSilhouette silhouette = vectors.silhouette(partition, workers);
    LabelCounts labels = labels(inputs.dataset("vectors"), lists, partition);
    PartitionStatistics statistics =
        new PartitionStatistics(partition)
            .internal(quality, silhouette, vectors.silhouetteNote(partition));
    if (labels != null) {
      statistics.external(labels);
    }
    double[] stability = null;
    if (parameters.stabilitySamples() > 0) {
      stability = stability(parameters, context, lists, partition, vectors, workers);
      statistics.stability(stability, parameters.stabilitySamples());
    }
    ClusterTables tables = new ClusterTables(context.session(), lists.ids().type());
    List<Statistic> all = new ArrayList<>(statistics.all());
    all.addAll(grouping.statistics());
    Object[][] exemplars =
        Arrays.stream(Exemplars.of(links.inside(), partition, parameters.exemplars()))
            .map(rows -> Arrays.stream(rows).mapToObj(lists.ids()::get).toArray())
            .toArray(Object[][]::new);
    return Tables.none()
        .with(
            "clusters",
            new Table(tables.clusters(lists.ids(), partition), attributes(parameters, partition)))
        .with(
            "cluster_statistics",
            tables.statistics(partition, quality, silhouette, exemplars, labels, stability))
        .with("cluster_tree", tables.tree(grouping.tree()))
        .with("statistics", Statistic.toDataset(context.session(), all));
  }

  private static Grouping group(
      ClustersParameters parameters,
      AnalysisContext context,
      NeighborLists lists,
      SparseRows graph,
      RowVectors vectors,
      Workers workers) {
    long seed = SeededStream.derive(context.seed(), NAME);
    return switch (parameters.method()) {
      case LEIDEN -> {
        context.progress().phase("find communities");
        yield Grouping.of(
            LeidenCommunities.find(
                graph, parameters.resolution(), parameters.starts(), seed, workers),
            List.of());
      }
      case HDBSCAN -> {
        vectors.requireDistances();
        yield new Hdbscan(
                parameters,
                parameters.minClusterSize(),
                lists,
                vectors::distances,
                workers,
                context.progress())
            .find(vectors.dim());
      }
      case DENSITY_PEAKS -> {
        context.progress().phase("climb to density peaks");
        yield new DensityPeaks(lists, workers)
            .find(parameters.z(), parameters.minClusterSize(), parameters.halo());
      }
      case SPECTRAL -> spectral(parameters, context, lists, graph, workers);
      case K_MEANS, BISECTING -> {
        CountChoice choice = meansCount(parameters, context, lists, vectors, workers);
        yield Grouping.of(
            kMeans(
                parameters,
                context,
                lists,
                graph,
                vectors.features(),
                new Centres(choice.chosen(), parameters.method() == ClusterMethod.BISECTING)),
            choice.statistics());
      }
      case K_SUBSPACES -> {
        requireFlats(parameters, vectors);
        CountChoice choice = flatsCount(parameters, context, lists, vectors, workers);
        context.progress().phase("fit subspaces");
        yield kSubspaces(parameters, lists, graph, vectors, choice, seed, workers);
      }
    };
  }

  private static Grouping spectral(
      ClustersParameters parameters,
      AnalysisContext context,
      NeighborLists lists,
      SparseRows graph,
      Workers workers) {
    boolean isGiven = parameters.clusters().isPresent();
    int count = isGiven ? given(parameters, lists).chosen() : FrequencyGaps.pairs(graph);
    context.progress().phase("solve for eigenvectors");
    long seed = SeededStream.derive(context.seed(), NAME);
    Eigenpairs pairs = SpectralClusters.eigenvectors(graph, lists.ids(), count, seed, workers);
    CountChoice choice =
        isGiven ? CountChoice.given(count) : FrequencyGaps.choose(pairs.values(), pairs.rows());
    Dataset<Row> features =
        SpectralClusters.features(context.session(), lists.ids(), pairs, choice.chosen());
    double worst = Arrays.stream(pairs.residuals()).limit(choice.chosen()).max().orElse(0);
    return Grouping.of(
        kMeans(parameters, context, lists, graph, features, new Centres(choice.chosen(), false)),
        SpectralClusters.statistics(choice, worst, pairs.isConverged(), lists.rows()));
  }

  private static CountChoice meansCount(
      ClustersParameters parameters,
      AnalysisContext context,
      NeighborLists lists,
      RowVectors vectors,
      Workers workers) {
    if (parameters.clusters().isPresent()) {
      return given(parameters, lists);
    }
    context.progress().phase("choose the number of clusters");
    long seed = SeededStream.derive(context.seed(), CountChoice.CHOSEN);
    int dim = vectors.dim();
    float[] rows = vectors.sample(lists.ids(), SampleMeans.MOST_ROWS, seed);
    SampleMeans.center(rows, dim);
    return new SilhouetteExcess(dim, seed, sample -> new SampleMeans(sample, dim, seed, workers))
        .choose(rows);
  }

  private static CountChoice flatsCount(
      ClustersParameters parameters,
      AnalysisContext context,
      NeighborLists lists,
      RowVectors vectors,
      Workers workers) {
    if (parameters.clusters().isPresent()) {
      return given(parameters, lists);
    }
    context.progress().phase("choose the number of clusters");
    long seed = SeededStream.derive(context.seed(), CountChoice.CHOSEN);
    int dim = vectors.dim();
    int dimension = parameters.subspaceDimension();
    return new SilhouetteExcess(
            dim, seed, sample -> new SampleFlats(sample, dim, dimension, seed, workers))
        .choose(vectors.sample(lists.ids(), SampleFlats.MOST_ROWS, seed));
  }

  private static Partition kMeans(
      ClustersParameters parameters,
      AnalysisContext context,
      NeighborLists lists,
      SparseRows graph,
      Dataset<Row> features,
      Centres centres) {
    context.progress().phase("k-means");
    long seed = SeededStream.derive(context.seed(), NAME);
    int[] cluster =
        Partition.bySize(
            KMeansClusters.assign(features, lists.ids(), centres, parameters.starts(), seed));
    return new Partition(cluster, LeidenCommunities.strengths(graph, cluster), null);
  }

  private static void requireFlats(ClustersParameters parameters, RowVectors vectors) {
    if (parameters.subspaceDimension() >= vectors.dim()) {
      throw new ConfigException(
          "subspace-dimension is %d but the vectors have %d columns: subspaces must have fewer."
              .formatted(parameters.subspaceDimension(), vectors.dim()));
    }
  }

  private static Grouping kSubspaces(
      ClustersParameters parameters,
      NeighborLists lists,
      SparseRows graph,
      RowVectors vectors,
      CountChoice choice,
      long seed,
      Workers workers) {
    int dimension = parameters.subspaceDimension();
    KSubspaces.Found found =
        new KSubspaces(vectors.counted(), vectors.dim(), lists, choice.chosen(), dimension, workers)
            .find(parameters.starts(), seed);
    int[] cluster = Partition.bySize(found.cluster());
    List<Statistic> statistics = new ArrayList<>(choice.statistics());
    statistics.add(
        Statistic.of(NAME, "subspace-share", found.held(), lists.rows())
            .withNote(
                "share of the squared length of the rows that their subspaces of dimension %d hold"
                    .formatted(dimension)));
    statistics.add(
        Statistic.of(NAME, "subspace-passes", found.passes(), lists.rows())
            .withNote("passes over all rows"));
    return Grouping.of(
        new Partition(cluster, LeidenCommunities.strengths(graph, cluster), found.residuals()),
        statistics);
  }

  private static CountChoice given(ClustersParameters parameters, NeighborLists lists) {
    parameters.requireRows(lists.rows());
    return CountChoice.given(parameters.clusters().getAsInt());
  }

  private static double[] stability(
      ClustersParameters parameters,
      AnalysisContext context,
      NeighborLists lists,
      Partition partition,
      RowVectors vectors,
      Workers workers) {
    context.progress().phase("group samples");
    boolean isLeiden = parameters.method() == ClusterMethod.LEIDEN;
    int size = (int) Math.max(2, Math.round(ClusterStability.SHARE * parameters.minClusterSize()));
    return ClusterStability.of(
        partition,
        lists,
        isLeiden ? 0 : Math.min(parameters.minPoints(), lists.rows() - 1),
        parameters.stabilitySamples(),
        context.seed(),
        (some, rows, seed) ->
            isLeiden
                ? LeidenCommunities.find(
                        SharedNeighborGraph.of(some, workers),
                        parameters.resolution(),
                        parameters.starts(),
                        seed,
                        workers)
                    .cluster()
                : new Hdbscan(
                        parameters,
                        size,
                        some,
                        () -> vectors.distances(rows),
                        workers,
                        Progress.SILENT)
                    .find(vectors.dim())
                    .partition()
                    .cluster());
  }

  private static LabelCounts labels(
      Dataset<Row> vectors, NeighborLists lists, Partition partition) {
    if (!Arrays.asList(vectors.schema().fieldNames()).contains("label")) {
      return null;
    }
    CategoryColumn labels = CategoryColumn.collect(vectors, "label", lists.ids());
    return labels.names().isEmpty() ? null : LabelCounts.of(partition, labels);
  }

  static Attributes attributes(ClustersParameters parameters, Partition partition) {
    return Attributes.none()
        .with("method", name(parameters.method()))
        .with("clusters", partition.clusters())
        .with("noise", partition.noise());
  }

  static String name(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Estimate estimate(ClustersParameters parameters, TableShape shape) {
    return ClustersEstimate.of(parameters, shape);
  }

  @Override
  public List<Panel> panels(ClustersParameters parameters, Tables published) {
    return ClustersPanel.of(parameters, published);
  }
}
