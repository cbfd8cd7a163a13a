package io.geodesy.jobs.cluster;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.kernel.SeededStream;
import io.geodesy.spectral.ComponentPlace;
import io.geodesy.spectral.Eigenvalues;
import io.geodesy.spectral.SpreadOperator;
import io.geodesy.spectral.SpreadSolutions;
import io.geodesy.table.Kept;
import io.geodesy.table.RowIds;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The features of {@link SpectralClusters} for a graph that the driver does not hold: components
 * larger than a block are solved across blocks, every round a stage of the run, others each in one
 * task. The driver gets eigenvalues. Determinism class D0 for a given number of blocks; features
 * agree with those of the driver to the tolerance of the solver, 1e-6, where eigenvalues are apart.
 */
final class BlockSpectral {
  private final AnalysisContext context;
  private final NeighborBlocks lists;
  private final DataType idType;
  private final SpreadOperator operator;
  private final Kept kept;

  /**
   * Weighs a graph.
   *
   * @param idType of its rows
   * @param kept keeps the graph and what is found, until the features are committed
   */
  private BlockSpectral(
      AnalysisContext context,
      NeighborBlocks lists,
      DataType idType,
      SpreadOperator operator,
      Kept kept) {
    this.context = context;
    this.lists = lists;
    this.idType = idType;
    this.operator = operator;
    this.kept = kept;
  }

  /**
   * Where rows stand and in how many clusters they are to be cut.
   *
   * @param features columns id and features, committed
   * @param choice of the number of clusters
   * @param worstResidual of the eigenvectors that were taken
   * @param isConverged whether all eigenvectors did
   */
  record Found(
      Dataset<Row> features, CountChoice choice, double worstResidual, boolean isConverged) {}

  /**
   * Finds the features.
   *
   * @param idType of the rows
   * @param clusters given, or empty to choose
   */
  static Found of(
      AnalysisContext context, NeighborBlocks lists, DataType idType, OptionalInt clusters) {
    context.progress().phase("weigh links");
    long seed = SeededStream.derive(context.seed(), ClustersAnalysis.NAME);
    try (Kept kept = new Kept();
        SpreadOperator operator =
            SpreadOperator.ofAverages(
                context.session(), lists, new BlockLinks(lists).graph(kept), 0, seed)) {
      context.progress().phase("solve for eigenvectors");
      return new BlockSpectral(context, lists, idType, operator, kept).find(clusters);
    }
  }

  private Found find(OptionalInt clusters) {
    int[] sizes = operator.components().sizes();
    int pairs = clusters.orElseGet(() -> FrequencyGaps.pairs(lists.rows(), sizes.length));
    int solved = Math.min(pairs, sizes.length);
    int due = ComponentPlace.due(sizes.length, pairs);
    SpreadSolutions solutions =
        SpreadSolutions.of(
            operator,
            solved,
            due,
            SpectralClusters.solverOptions(),
            context::stage,
            done -> context.progress().advance(done, solved),
            kept);
    List<Eigenvalues> found = solutions.eigenvalues();
    List<ComponentPlace> leading =
        ComponentPlace.leading(found.stream().map(Eigenvalues::values).toList(), pairs);
    CountChoice choice =
        clusters.isPresent()
            ? CountChoice.given(pairs)
            : FrequencyGaps.choose(
                leading.stream()
                    .mapToDouble(p -> found.get(p.component()).values()[p.rank()])
                    .toArray(),
                lists.rows());
    List<ComponentPlace> chosen = leading.subList(0, Math.min(choice.chosen(), leading.size()));
    double worst =
        chosen.stream()
            .mapToDouble(p -> found.get(p.component()).residuals()[p.rank()])
            .max()
            .orElse(0);
    return new Found(
        features(List.copyOf(chosen), solutions, solved),
        choice,
        worst,
        found.stream().allMatch(Eigenvalues::isConverged));
  }

  /** Commits the features, because the blocks are gone when clusters are found. */
  private Dataset<Row> features(
      List<ComponentPlace> chosen, SpreadSolutions solutions, int solved) {
    JavaRDD<Row> rows =
        solutions
            .whole()
            .flatMap(
                p -> {
                  int[] all = IntStream.range(0, p.ids().size()).toArray();
                  return rows(p.ids(), all, p.pairs().vectors(), p.component(), chosen);
                });
    for (int c = 0; c < solutions.spread().size(); c++) {
      int component = c;
      rows =
          rows.union(
              lists
                  .blocks()
                  .zip(operator.components().labels().zip(solutions.spread().get(c).vectors()))
                  .flatMap(
                      own -> {
                        NeighborBlock block = own._1();
                        int[] members = SpreadOperator.members(block, own._2()._1(), component);
                        return rows(block.ids(), members, own._2()._2(), component, chosen);
                      }));
    }
    rows = rows.union(others(solved, chosen.size()));
    StructType schema =
        new StructType()
            .add("id", idType, false)
            .add("entries", DataTypes.createArrayType(DataTypes.DoubleType, false), false);
    return context
        .stage("spectral-features", context.session().createDataFrame(rows, schema))
        .select(
            functions.col("id"),
            org.apache.spark.ml.functions.array_to_vector(functions.col("entries")).as("features"));
  }

  /** Rows of components whose eigenvectors are not among the leading ones: the origin. */
  private JavaRDD<Row> others(int solved, int count) {
    return lists
        .blocks()
        .zip(operator.components().labels())
        .flatMap(
            own ->
                IntStream.range(0, own._2().length)
                    .filter(i -> own._2()[i] >= solved)
                    .mapToObj(i -> RowFactory.create(own._1().ids().get(i), new double[count]))
                    .iterator());
  }

  /**
   * Returns the features of rows of a component.
   *
   * @param rows of the ids, in the order of the vectors
   * @param vectors of the component, {@code rows x pairs}
   */
  private static Iterator<Row> rows(
      RowIds ids, int[] rows, double[] vectors, int component, List<ComponentPlace> chosen) {
    int pairs = rows.length == 0 ? 0 : vectors.length / rows.length;
    return IntStream.range(0, rows.length)
        .mapToObj(
            at -> {
              double[] entries = new double[chosen.size()];
              for (int j = 0; j < entries.length; j++) {
                ComponentPlace place = chosen.get(j);
                entries[j] =
                    place.component() == component ? vectors[at * pairs + place.rank()] : 0;
              }
              return RowFactory.create(ids.get(rows[at]), SpectralClusters.unit(entries));
            })
        .iterator();
  }
}
