package io.geodesy.jobs.cluster;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.graph.IdRange;
import io.geodesy.graph.MinimumSpanningForest;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.RangeVectors;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Handover;
import io.geodesy.table.PartitionItems;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * HDBSCAN* and spectral clustering of a table whose lists and vectors the driver does not hold: it
 * gets the spanning tree, which it condenses, or the clusters that k-means finds among eigenvectors
 * on the executors, and sends the clusters back to where the ids are.
 *
 * <p>Driver memory: about 200 bytes a row, whatever k and the dimension. Determinism class D0 for
 * the clusters of HDBSCAN*, their tree and strengths: the same bits as with the lists in the driver
 * and {@code spanning-tree = graph}; the silhouette is summed range by range and differs in
 * rounding. Class D2 for spectral clusters, by k-means.
 */
final class BlockClusters implements AutoCloseable {
  private final ClustersParameters parameters;
  private final AnalysisContext context;
  private final Dataset<Row> table;
  private final String metric;
  private final int dim;
  private final NeighborBlocks blocks;
  private RangeVectors vectors;

  /**
   * Spreads the lists.
   *
   * @param inputs neighbors and vectors
   * @param count of blocks
   */
  BlockClusters(ClustersParameters parameters, Tables inputs, AnalysisContext context, int count) {
    this.parameters = parameters;
    this.context = context;
    this.table = inputs.dataset("vectors");
    this.metric = inputs.attributes("neighbors").text("metric").orElse("euclidean");
    if (parameters.method() == ClusterMethod.HDBSCAN) {
      RowDistances.requireMetric(metric);
    }
    this.dim = new RowVectors(inputs.table("vectors"), metric).dim();
    context.progress().phase("spread neighbours");
    this.blocks = NeighborBlocks.of(inputs.dataset("neighbors"), count);
  }

  /** Finds clusters and measures them. */
  Tables run() {
    Progress progress = context.progress();
    DataType idType = table.schema().apply("id").dataType();
    boolean isSpectral = parameters.method() == ClusterMethod.SPECTRAL;
    Grouping grouping =
        isSpectral
            ? spectral(idType)
            : Hdbscan.group(parameters, parameters.minClusterSize(), tree());
    Partition partition = grouping.partition();
    progress.phase("measure clusters");
    RowLinks links = new BlockLinks(blocks).of(partition.cluster());
    if (isSpectral) {
      int[] cluster = partition.cluster();
      partition = new Partition(cluster, links.strengths(cluster), outlierScores());
    }
    GraphQuality quality = GraphQuality.of(links, partition);
    SquaredSilhouette silhouette = silhouette(partition);
    Dataset<Row> clusters = clusters(partition, idType);
    LabelCounts labels = labels(clusters, partition.clusters());
    PartitionStatistics statistics =
        new PartitionStatistics(partition)
            .internal(quality, silhouette, RowVectors.silhouetteNote(partition, metric));
    if (labels != null) {
      statistics.external(labels);
    }
    List<Statistic> all = new ArrayList<>(statistics.all());
    all.addAll(grouping.statistics());
    ClusterTables tables = new ClusterTables(context.session(), idType);
    Object[][] exemplars = ids(Exemplars.of(links.inside(), partition, parameters.exemplars()));
    return Tables.none()
        .with("clusters", new Table(clusters, ClustersAnalysis.attributes(parameters, partition)))
        .with(
            "cluster_statistics",
            tables.statistics(partition, quality, silhouette, exemplars, labels, null))
        .with("cluster_tree", tables.tree(grouping.tree()))
        .with("statistics", Statistic.toDataset(context.session(), all));
  }

  /** Clusters without strengths, which follow from their links. */
  private Grouping spectral(DataType idType) {
    int rows = blocks.rows();
    parameters.requireRows(rows);
    BlockSpectral.Found found = BlockSpectral.of(context, blocks, idType, parameters.clusters());
    context.progress().phase("k-means");
    RowIds ids = RowIds.disjointUnion(Handover.collect(blocks.directory().map(IdRange::ids)));
    long seed = SeededStream.derive(context.seed(), ClustersAnalysis.NAME);
    int[] cluster =
        KMeansClusters.assign(
            found.features(),
            ids,
            new KMeansClusters.Centres(found.choice().chosen(), false),
            parameters.starts(),
            seed);
    return Grouping.of(
        new Partition(Partition.bySize(cluster), null, null),
        SpectralClusters.statistics(
            found.choice(), found.worstResidual(), found.isConverged(), rows));
  }

  private double[] outlierScores() {
    double[] scores = new double[blocks.rows()];
    for (NeighborBlocks.Said<double[]> said : blocks.collect(LocalOutliers.of(blocks))) {
      for (int i = 0; i < said.numbers().length; i++) {
        scores[said.numbers()[i]] = said.values()[i];
      }
    }
    return scores;
  }

  private ReachabilityTree tree() {
    Progress progress = context.progress();
    progress.phase("spanning tree of the graph");
    BlockReachability reachability = new BlockReachability(blocks, parameters.minPoints());
    MinimumSpanningForest edges = reachability.forest();
    if (edges.edges() < blocks.rows() - 1) {
      progress.phase("bridge components");
      edges =
          edges.with(
              new BlockBridges(spark(), vectors(), metric, reachability.cores()).between(edges));
    }
    int uncertified = MutualReachability.uncertifiedEdges(edges, reachability.reach());
    progress.phase("condense tree");
    return new ReachabilityTree(edges, false, uncertified, reachability.minPoints());
  }

  private SquaredSilhouette silhouette(Partition partition) {
    int[] sizes = partition.sizes();
    if (sizes.length < 2) {
      return SquaredSilhouette.undefined(sizes.length);
    }
    int columns = dim;
    boolean isCosine = metric.equals("cosine");
    JavaRDD<Clustered> clustered =
        vectors()
            .ranges()
            .zipPartitions(
                slices(partition),
                (range, slice) ->
                    PartitionItems.one(
                        Clustered.of(range.next(), slice.next().cluster, columns, isCosine)));
    SquaredSilhouette.Sums sums =
        new SquaredSilhouette.Sums(new double[sizes.length * dim], new double[sizes.length]);
    clustered
        .map(c -> SquaredSilhouette.Sums.of(c.values, columns, c.cluster, sizes.length))
        .collect()
        .forEach(sums::add);
    double[] summed = new double[sizes.length];
    for (double[] part : clustered.map(c -> c.silhouettes(sums, columns, sizes)).collect()) {
      Arrays.setAll(summed, c -> summed[c] + part[c]);
    }
    return SquaredSilhouette.of(summed, sizes);
  }

  private RangeVectors vectors() {
    if (vectors == null) {
      vectors = RangeVectors.of(table, blocks, dim);
    }
    return vectors;
  }

  /** What the driver knows of the rows of one range of ids. */
  private record Slice(int[] cluster, double[] strength, double[] outlierScore)
      implements Serializable {}

  private JavaRDD<Slice> slices(Partition partition) {
    int[] firsts = blocks.firsts();
    List<Slice> slices = new ArrayList<>();
    for (int r = 0; r + 1 < firsts.length; r++) {
      slices.add(
          new Slice(
              Arrays.copyOfRange(partition.cluster(), firsts[r], firsts[r + 1]),
              Arrays.copyOfRange(partition.strength(), firsts[r], firsts[r + 1]),
              Arrays.copyOfRange(partition.outlierScore(), firsts[r], firsts[r + 1])));
    }
    return spark().parallelize(slices, slices.size());
  }

  private Dataset<Row> clusters(Partition partition, DataType idType) {
    JavaRDD<Row> rows =
        blocks
            .directory()
            .zipPartitions(slices(partition), (range, slice) -> rows(range.next(), slice.next()));
    // Committed, because the blocks are gone when it is published.
    return context.stage(
        "clusters",
        context.session().createDataFrame(rows, StandardTables.CLUSTERS.schema(idType)));
  }

  private static Iterator<Row> rows(IdRange range, Slice slice) {
    return IntStream.range(0, range.rows())
        .mapToObj(
            i ->
                RowFactory.create(
                    range.ids().get(i), slice.cluster[i], slice.strength[i], slice.outlierScore[i]))
        .iterator();
  }

  private LabelCounts labels(Dataset<Row> clusters, int count) {
    if (!Arrays.asList(table.schema().fieldNames()).contains("label")) {
      return null;
    }
    List<Row> found =
        table
            .select(functions.col("id"), functions.col("label").cast("string").as("label"))
            .where("label is not null and label <> ''")
            .join(clusters, "id")
            .groupBy("cluster", "label")
            .count()
            .collectAsList();
    List<String> names = found.stream().map(row -> row.getString(1)).sorted().distinct().toList();
    long[][] counts = new long[count + 1][names.size()];
    for (Row row : found) {
      int cluster = row.getInt(0) == Partition.NOISE ? count : row.getInt(0);
      counts[cluster][Collections.binarySearch(names, row.getString(1))] = row.getLong(2);
    }
    return names.isEmpty() ? null : new LabelCounts(names, counts);
  }

  /** The ids of rows, asked for all at once. */
  private Object[][] ids(int[][] rows) {
    int[] ascending = Arrays.stream(rows).flatMapToInt(Arrays::stream).sorted().toArray();
    Object[] ids = blocks.ids(ascending);
    return Arrays.stream(rows)
        .map(
            some ->
                Arrays.stream(some)
                    .mapToObj(row -> ids[Arrays.binarySearch(ascending, row)])
                    .toArray())
        .toArray(Object[][]::new);
  }

  private JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(context.session().sparkContext());
  }

  @Override
  public void close() {
    if (vectors != null) {
      vectors.close();
    }
    blocks.close();
  }

  /**
   * The rows of a range that count in the silhouette, and their clusters.
   *
   * @param values under cosine directions
   * @param cluster one a row
   */
  private record Clustered(float[] values, int[] cluster) implements Serializable {
    static Clustered of(RangeVectors.Range range, int[] cluster, int dim, boolean isCosine) {
      float[] values = isCosine ? VectorBlock.directions(range.values(), dim) : range.values();
      return new Clustered(values, cluster);
    }

    double[] silhouettes(SquaredSilhouette.Sums sums, int dim, int[] sizes) {
      try (Workers alone = new Workers(1)) {
        return sums.silhouettes(values, dim, cluster, sizes, alone);
      }
    }
  }
}
