package io.geodesy.spectral;

import io.geodesy.graph.BlockComponents;
import io.geodesy.graph.Halo;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.SparseBlock;
import io.geodesy.graph.SparseRows;
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
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The diffusion operator of a kernel that is on the executors, component by component: large ones
 * by {@link GhostBlocks}, those that are no larger than a block each whole in one task.
 *
 * <p>The driver gets sums, and sizes of components. Determinism class D0.
 */
public final class SpreadOperator implements AutoCloseable {
  private final SparkSession session;
  private final KernelBlocks kernel;
  private final double alpha;
  private final long seed;
  private final BlockComponents components;
  private final JavaRDD<OperatorDiagonals> diagonals;

  /**
   * Normalises a kernel.
   *
   * @param session whose executors hold it
   * @param kernel to be closed after this
   * @param alpha exponent of the density, or empty for the usual one
   * @param seed of the first vectors
   */
  public SpreadOperator(
      SparkSession session, KernelBlocks kernel, OptionalDouble alpha, long seed) {
    this.session = session;
    this.kernel = kernel;
    this.alpha = kernel.facts().alpha(alpha);
    this.seed = seed;
    this.components = kernel.components();
    this.diagonals = kernel.diagonals(this.alpha).persist(StorageLevel.MEMORY_AND_DISK());
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
    try (Kept kept = new Kept()) {
      GhostBlocks space = new GhostBlocks(session, kept.keep(rowBlocks(component, kept)), commit);
      return SpreadEigenpairs.of(space, pairs, options);
    }
  }

  private JavaRDD<RowBlock> rowBlocks(int component, Kept kept) {
    long start = seed;
    JavaRDD<int[]> members =
        kept.keep(
            kernel
                .lists()
                .blocks()
                .zip(components.labels())
                .map(own -> members(own._1(), own._2(), component)));
    JavaRDD<int[]> places =
        Halo.exchange(
            kernel.weights().halos(),
            members.zip(components.labels()).map(own -> places(own._1(), own._2().length)),
            1);
    return kernel
        .weights()
        .blocks()
        .zip(kernel.lists().blocks())
        .zip(diagonals.zip(members.zip(places)))
        .map(
            all ->
                rowBlock(
                    all._1()._1(),
                    all._1()._2().ids(),
                    all._2()._1(),
                    all._2()._2()._1(),
                    all._2()._2()._2(),
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
      SparseBlock matrix,
      RowIds ids,
      OperatorDiagonals diagonals,
      int[] rows,
      int[] places,
      long seed) {
    return new RowBlock(
        matrix.among(rows, places),
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
    int[] targets = targets(from, to);
    int count = targets.length == 0 ? 1 : targets[targets.length - 1] + 1;
    double exponent = alpha;
    long start = seed;
    int dimension = kernel.facts().dimension().orElse(0);
    // Optional numbers do not travel.
    double tolerance = options.tolerance();
    int block = options.block().orElse(0);
    long maxProducts = options.maxProducts();
    JavaRDD<Piece> pieces =
        JavaPairRDD.fromJavaRDD(
                kernel
                    .weights()
                    .blocks()
                    .zip(kernel.lists().blocks())
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
          SolverOptions given =
              new SolverOptions(
                  tolerance, block == 0 ? OptionalInt.empty() : OptionalInt.of(block), maxProducts);
          Map<Integer, List<Piece>> byComponent = new TreeMap<>();
          received.forEachRemaining(
              p -> byComponent.computeIfAbsent(p.component, c -> new ArrayList<>()).add(p));
          return byComponent.values().stream()
              .map(parts -> solve(parts, pairs, given, exponent, dimension, start))
              .iterator();
        });
  }

  private int blockRows() {
    return (kernel.weights().rows() - 1) / kernel.weights().blocks().getNumPartitions() + 1;
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

  private static Iterator<Tuple2<Integer, Piece>> pieces(
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
                    Piece.of(
                        entry.getKey(),
                        matrix,
                        lists.ids(),
                        rho,
                        entry.getValue().stream().mapToInt(i -> i).toArray())))
        .iterator();
  }

  private static ComponentPairs solve(
      List<Piece> parts, int pairs, SolverOptions options, double alpha, int dimension, long seed) {
    Piece whole = Piece.joined(parts);
    RowIds ids = whole.ids;
    int[] columns =
        Arrays.stream(whole.columns).map(c -> Arrays.binarySearch(whole.numbers, c)).toArray();
    SparseRows rows = new SparseRows(whole.offsets, columns, whole.weights);
    long[] keys = new long[ids.size()];
    Arrays.setAll(keys, i -> ids.hash(seed, i));
    try (Workers alone = new Workers(1)) {
      DiffusionOperator operator =
          whole.rho.length == 0
              ? DiffusionOperator.of(rows, alpha, alone)
              : DiffusionOperator.ofVariable(rows, whole.rho, dimension, alpha, alone);
      return new ComponentPairs(
          whole.component,
          ids,
          operator.diagonals(),
          Spectrum.ofConnected(operator, pairs, options, keys, alone));
    }
  }

  @Override
  public void close() {
    diagonals.unpersist();
    components.close();
  }

  /**
   * Rows of a component as they travel.
   *
   * @param component its number
   * @param ids of the rows, ascending
   * @param numbers of the rows, ascending
   * @param offsets {@code rows + 1}
   * @param columns numbers of rows, ascending within a row
   * @param weights one an entry
   * @param rho of the rows, where the bandwidth is variable
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Piece(
      int component,
      RowIds ids,
      int[] numbers,
      int[] offsets,
      int[] columns,
      float[] weights,
      double[] rho)
      implements Serializable {

    static Piece of(int component, SparseBlock matrix, RowIds ids, double[] rho, int[] rows) {
      int[] offsets = new int[rows.length + 1];
      for (int i = 0; i < rows.length; i++) {
        offsets[i + 1] = offsets[i] + matrix.offsets()[rows[i] + 1] - matrix.offsets()[rows[i]];
      }
      int[] columns = new int[offsets[rows.length]];
      float[] weights = new float[columns.length];
      for (int i = 0; i < rows.length; i++) {
        int begin = matrix.offsets()[rows[i]];
        for (int at = offsets[i]; at < offsets[i + 1]; at++) {
          columns[at] = matrix.vertices()[matrix.columns()[begin + at - offsets[i]]];
          weights[at] = matrix.weights()[begin + at - offsets[i]];
        }
      }
      return new Piece(
          component,
          ids.select(rows),
          Arrays.stream(rows).map(matrix::number).toArray(),
          offsets,
          columns,
          weights,
          rho.length == 0 ? rho : Arrays.stream(rows).mapToDouble(i -> rho[i]).toArray());
    }

    /** Puts the rows of all pieces in order. */
    static Piece joined(List<Piece> parts) {
      if (parts.size() == 1) {
        return parts.get(0);
      }
      int[] numbers = parts.stream().flatMapToInt(p -> Arrays.stream(p.numbers)).sorted().toArray();
      boolean isVariable = parts.get(0).rho.length > 0;
      Piece whole =
          new Piece(
              parts.get(0).component,
              RowIds.disjointUnion(parts.stream().map(Piece::ids).toList()),
              numbers,
              new int[numbers.length + 1],
              new int[parts.stream().mapToInt(p -> p.columns.length).sum()],
              new float[parts.stream().mapToInt(p -> p.columns.length).sum()],
              new double[isVariable ? numbers.length : 0]);
      for (Piece part : parts) {
        for (int i = 0; i < part.numbers.length; i++) {
          int row = Arrays.binarySearch(numbers, part.numbers[i]);
          whole.offsets[row + 1] = part.offsets[i + 1] - part.offsets[i];
        }
      }
      for (int i = 0; i < numbers.length; i++) {
        whole.offsets[i + 1] += whole.offsets[i];
      }
      for (Piece part : parts) {
        for (int i = 0; i < part.numbers.length; i++) {
          int row = Arrays.binarySearch(numbers, part.numbers[i]);
          int length = part.offsets[i + 1] - part.offsets[i];
          System.arraycopy(
              part.columns, part.offsets[i], whole.columns, whole.offsets[row], length);
          System.arraycopy(
              part.weights, part.offsets[i], whole.weights, whole.offsets[row], length);
          if (isVariable) {
            whole.rho[row] = part.rho[i];
          }
        }
      }
      return whole;
    }
  }
}
