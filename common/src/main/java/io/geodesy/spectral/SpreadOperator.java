package io.geodesy.spectral;

import io.geodesy.graph.BlockComponents;
import io.geodesy.graph.Halo;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.SparseBlock;
import io.geodesy.graph.SparseBlocks;
import io.geodesy.kernel.Workers;
import io.geodesy.table.ByIndex;
import io.geodesy.table.Kept;
import io.geodesy.table.RowIds;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * The diffusion operator of weights that are on the executors, component by component: large ones
 * by {@link GhostBlocks}, those that are no larger than a block each whole in one task.
 *
 * <p>The driver gets sums, and sizes of components. Determinism class D0.
 */
public final class SpreadOperator implements AutoCloseable {
  private final SparkSession session;
  private final NeighborBlocks lists;
  private final SparseBlocks weights;
  private final int dimension;
  private final double alpha;
  private final long seed;
  private final Kept kept = new Kept();
  private final BlockComponents components;
  private final JavaRDD<OperatorDiagonals> diagonals;

  private SpreadOperator(
      SparkSession session,
      NeighborBlocks lists,
      SparseBlocks weights,
      JavaRDD<double[]> rho,
      int dimension,
      double alpha,
      long seed) {
    this.session = session;
    this.lists = lists;
    this.weights = weights;
    this.dimension = dimension;
    this.alpha = alpha;
    this.seed = seed;
    this.components = BlockComponents.of(weights);
    this.diagonals = kept.keep(BlockDiagonals.of(lists, weights, rho, dimension, alpha, kept));
  }

  /**
   * Normalises a kernel.
   *
   * @param session whose executors hold it
   * @param kernel to be closed after this
   * @param alpha exponent of the density, or empty for the usual one
   * @param seed of the first vectors
   */
  public static SpreadOperator of(
      SparkSession session, KernelBlocks kernel, OptionalDouble alpha, long seed) {
    return new SpreadOperator(
        session,
        kernel.lists(),
        kernel.weights(),
        kernel.rho(),
        kernel.facts().dimension().orElse(0),
        kernel.facts().alpha(alpha),
        seed);
  }

  /**
   * Normalises weights to averages over neighbours: as {@link DiffusionOperator#of}, whatever the
   * bandwidth they were made with.
   *
   * @param session whose executors hold them
   * @param lists of the neighbours
   * @param weights of these; to be let go after this
   * @param alpha exponent of the density
   * @param seed of the first vectors
   */
  public static SpreadOperator ofAverages(
      SparkSession session, NeighborBlocks lists, SparseBlocks weights, double alpha, long seed) {
    JavaRDD<double[]> none = weights.blocks().map(block -> new double[0]);
    return new SpreadOperator(session, lists, weights, none, 0, alpha, seed);
  }

  /** Returns the exponent of the density that was divided out. */
  public double alpha() {
    return alpha;
  }

  /** Returns the connected components. */
  public BlockComponents components() {
    return components;
  }

  /** Returns the diagonals of every block. */
  public JavaRDD<OperatorDiagonals> diagonals() {
    return diagonals;
  }

  /** Returns the sum of the stationary weights of a component. */
  public double stationaryTotal(int component) {
    return diagonals
        .zip(components.labels())
        .map(
            own -> {
              double total = 0;
              for (int i = 0; i < own._2().length; i++) {
                total += own._2()[i] == component ? own._1().stationaryWeight(i) : 0;
              }
              return total;
            })
        .collect()
        .stream()
        .reduce(0.0, Double::sum);
  }

  /** Returns the sum of the stationary weights of all rows. */
  public double stationaryTotal() {
    return diagonals.map(OperatorDiagonals::stationaryTotal).collect().stream()
        .reduce(0.0, Double::sum);
  }

  /** Returns whether a component is solved across blocks rather than in one task. */
  public boolean isSpread(int component, int pairs) {
    int size = components.sizes()[component];
    return FilteredIteration.isApplicable(size, pairs) && size > blockRows();
  }

  /**
   * Finds the leading eigenpairs of a component across blocks; vectors have the rows of every block
   * in the order of {@link #members}.
   *
   * @param pairs few enough for {@link #isSpread}
   * @param options tolerance and budget
   * @param commit cuts the lineage
   */
  public SpreadEigenpairs largest(
      int component, int pairs, SolverOptions options, BlockCommit commit) {
    try (Kept passing = new Kept()) {
      return SpreadEigenpairs.of(space(component, commit, passing), pairs, options);
    }
  }

  private GhostBlocks space(int component, BlockCommit commit, Kept passing) {
    return new GhostBlocks(session, passing.keep(rowBlocks(component, passing)), commit);
  }

  /**
   * Samples the spectrum of a component across blocks, see {@link StochasticLanczosQuadrature}.
   *
   * @param pairs that are taken exactly, few enough for {@link #isSpread}
   * @param options of these pairs
   * @param quadrature probes and steps
   * @param watched the functions whose sums decide when to stop
   * @param commit cuts the lineage
   */
  public SpectralSamples samples(
      int component,
      int pairs,
      SolverOptions options,
      QuadratureOptions quadrature,
      List<DoubleUnaryOperator> watched,
      BlockCommit commit) {
    try (Kept passing = new Kept()) {
      GhostBlocks space = space(component, commit, passing);
      return SpreadQuadrature.of(
          space, SpreadEigenpairs.of(space, pairs, options), quadrature, watched);
    }
  }

  /**
   * Returns products with the operator of all rows, of every component.
   *
   * @param commit cuts the lineage
   */
  public SpreadProducts products(BlockCommit commit) {
    long start = seed;
    return Kept.by(
        held -> {
          JavaRDD<RowBlock> blocks =
              weights
                  .blocks()
                  .zip(lists.blocks())
                  .zip(diagonals)
                  .map(
                      own ->
                          rowBlock(
                              own._1()._1(),
                              own._1()._2().ids(),
                              own._2(),
                              IntStream.range(0, own._2().rows()).toArray(),
                              start));
          return new SpreadProducts(new GhostBlocks(session, held.keep(blocks), commit), held);
        });
  }

  private JavaRDD<RowBlock> rowBlocks(int component, Kept passing) {
    long start = seed;
    JavaRDD<int[]> members =
        passing.keep(
            lists
                .blocks()
                .zip(components.labels())
                .map(own -> members(own._1(), own._2(), component)));
    JavaRDD<int[]> places =
        Halo.exchange(
            weights.halos(),
            members.zip(components.labels()).map(own -> places(own._1(), own._2().length)),
            1);
    return weights
        .blocks()
        .zip(lists.blocks())
        .zip(diagonals.zip(members.zip(places)))
        .map(
            all ->
                rowBlock(
                    all._1()._1().among(all._2()._2()._1(), all._2()._2()._2()),
                    all._1()._2().ids(),
                    all._2()._1(),
                    all._2()._2()._1(),
                    start));
  }

  private static int[] places(int[] members, int rows) {
    int[] places = new int[rows];
    Arrays.fill(places, -1);
    for (int at = 0; at < members.length; at++) {
      places[members[at]] = at;
    }
    return places;
  }

  private static RowBlock rowBlock(
      SparseBlock matrix, RowIds ids, OperatorDiagonals diagonals, int[] rows, long seed) {
    return new RowBlock(
        matrix,
        Arrays.stream(rows).mapToDouble(i -> diagonals.scale()[i]).toArray(),
        Arrays.stream(rows).mapToDouble(diagonals::shift).toArray(),
        Arrays.stream(rows).mapToDouble(i -> diagonals.stationary(i, 1)).toArray(),
        Arrays.stream(rows).mapToLong(i -> ids.hash(seed, i)).toArray());
  }

  /**
   * Returns the rows of a block that are of a component, by their cells: so the rows that a product
   * reads together are near each other in memory.
   *
   * @param labels components of the rows of the block
   */
  public static int[] members(NeighborBlock block, int[] labels, int component) {
    return IntStream.range(0, labels.length)
        .filter(i -> labels[i] == component)
        .mapToLong(i -> (long) block.cells()[i] << 32 | i)
        .sorted()
        .mapToInt(key -> (int) key)
        .toArray();
  }

  /**
   * Finds the leading eigenpairs of some components, each in one task by {@link
   * Spectrum#ofConnected}. Nothing is computed before it is read.
   *
   * @param from the first component
   * @param to behind the last one
   * @param pairs of each; of one with fewer rows all
   * @param options tolerance and budget
   */
  public JavaRDD<ComponentPairs> whole(int from, int to, int pairs, SolverOptions options) {
    // Optional numbers do not travel.
    double tolerance = options.tolerance();
    int block = options.block().orElse(0);
    long maxProducts = options.maxProducts();
    return whole(
        from,
        to,
        (component, ids, operator, keys, alone) -> {
          SolverOptions given =
              new SolverOptions(
                  tolerance, block == 0 ? OptionalInt.empty() : OptionalInt.of(block), maxProducts);
          return new ComponentPairs(
              component,
              ids,
              operator.diagonals(),
              Spectrum.ofConnected(operator, pairs, given, keys, alone));
        });
  }

  /**
   * What is found out about a component in one task.
   *
   * @param <T> what is found
   */
  @FunctionalInterface
  public interface ComponentWork<T> extends Serializable {
    /**
     * Works on a component.
     *
     * @param component its number
     * @param ids of its rows, ascending
     * @param operator of these
     * @param keys well-mixed, one a row
     * @param alone the task's thread
     */
    T of(int component, RowIds ids, DiffusionOperator operator, long[] keys, Workers alone);
  }

  /**
   * Works on some components, each in one task; those of a task come in order. Nothing is computed
   * before it is read.
   *
   * @param from the first component
   * @param to behind the last one
   * @param work on each
   * @param <T> what is found
   */
  public <T> JavaRDD<T> whole(int from, int to, ComponentWork<T> work) {
    int[] targets = targets(from, to);
    int count = targets.length == 0 ? 1 : targets[targets.length - 1] + 1;
    double exponent = alpha;
    long start = seed;
    int dimensions = dimension;
    JavaRDD<ComponentRows> pieces =
        JavaPairRDD.fromJavaRDD(
                weights
                    .blocks()
                    .zip(lists.blocks())
                    .zip(components.labels().zip(diagonals))
                    .flatMap(
                        all ->
                            pieces(
                                all._1()._1(),
                                all._1()._2(),
                                all._2()._1(),
                                all._2()._2().rho(),
                                from,
                                targets)))
            .partitionBy(new ByIndex(count))
            .values();
    return pieces.mapPartitions(
        received -> {
          Map<Integer, List<ComponentRows>> byComponent = new TreeMap<>();
          received.forEachRemaining(
              p -> byComponent.computeIfAbsent(p.component(), c -> new ArrayList<>()).add(p));
          return byComponent.values().stream()
              .map(
                  parts -> {
                    ComponentRows rows = ComponentRows.joined(parts);
                    try (Workers alone = new Workers(1)) {
                      return work.of(
                          rows.component(),
                          rows.ids(),
                          rows.operator(exponent, dimensions, alone),
                          rows.keys(start),
                          alone);
                    }
                  })
              .iterator();
        });
  }

  private int blockRows() {
    return (weights.rows() - 1) / weights.blocks().getNumPartitions() + 1;
  }

  /** The task of every component: as many rows a task as a block has. */
  private int[] targets(int from, int to) {
    int blockRows = blockRows();
    int[] targets = new int[to - from];
    long rows = 0;
    for (int c = from; c < to; c++) {
      targets[c - from] = (int) (rows / blockRows);
      rows += components.sizes()[c];
    }
    return targets;
  }

  private static Iterator<Tuple2<Integer, ComponentRows>> pieces(
      SparseBlock matrix,
      NeighborBlock lists,
      int[] labels,
      double[] rho,
      int from,
      int[] targets) {
    Map<Integer, List<Integer>> rows = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= from && labels[i] < from + targets.length) {
        rows.computeIfAbsent(labels[i], c -> new ArrayList<>()).add(i);
      }
    }
    return rows.entrySet().stream()
        .map(
            entry ->
                new Tuple2<>(
                    targets[entry.getKey() - from],
                    ComponentRows.of(
                        entry.getKey(),
                        matrix,
                        lists.ids(),
                        rho,
                        entry.getValue().stream().mapToInt(i -> i).toArray())))
        .iterator();
  }

  @Override
  public void close() {
    kept.close();
    components.close();
  }
}
