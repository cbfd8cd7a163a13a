package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Kept;
import io.geodesy.testing.SharedSession;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filtered iteration across blocks from prolonged coarse eigenvectors. */
class LandmarkStartTest {
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static <T> T across(
      int blocks, DiffusionOperator operator, Function<GhostBlocks, T> result) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(SharedSession.get().sparkContext());
    try (Kept kept = new Kept()) {
      return result.apply(
          new GhostBlocks(
              SharedSession.get(),
              RowBlocks.onExecutors(spark, operator, blocks, Graphs.keys(operator.rows()), kept),
              BackEndsTest::kept));
    }
  }

  private static double[] start(int blocks, DiffusionOperator operator, int width) {
    return across(blocks, operator, space -> collected(space.start(width)));
  }

  private static double[] collected(JavaRDD<double[]> x) {
    return x.collect().stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static DiffusionOperator torus() {
    return DiffusionOperator.of(Graphs.torus(40, 30), 0, WORKERS);
  }

  @Test
  void theFirstColumnIsTheStationaryVector() {
    int n = 1200;
    DiffusionOperator operator = Graphs.variable(n, WORKERS);
    double[] x = start(3, operator, 12);
    double[] first = IntStream.range(0, n).mapToDouble(i -> Math.abs(x[12 * i])).toArray();
    assertThat(first).containsExactly(operator.stationary(), within(1e-8));
  }

  @ParameterizedTest
  @CsvSource({"1200, 3", "100, 2"})
  void columnsAreIndependent(int rows, int blocks) {
    // 100 rows have some six aggregates, fewer than there are columns.
    int width = 12;
    DiffusionOperator operator = DiffusionOperator.of(Graphs.random(rows, 6, 7), 1, WORKERS);
    double[] x = start(blocks, operator, width);
    double[] gram = new double[width * width];
    for (int i = 0; i < rows; i++) {
      for (int a = 0; a < width; a++) {
        for (int b = 0; b < width; b++) {
          gram[a * width + b] += x[i * width + a] * x[i * width + b];
        }
      }
    }
    double[] squares = DenseAlgebra.symmetricEigenvalues(gram, width);
    assertThat(squares[width - 1]).isGreaterThan(0.1);
  }

  @Test
  void aColumnThatIsReadAgainHasTheSameBits() {
    double[] found =
        across(
            4,
            torus(),
            space -> {
              JavaRDD<double[]> x = space.start(12);
              double[] once = collected(x);
              assertThat(collected(x)).isEqualTo(once);
              return once;
            });
    assertThat(start(4, torus(), 12)).isEqualTo(found);
  }

  @Test
  void nothingStaysOnTheExecutors() {
    int before = SharedSession.get().sparkContext().getPersistentRDDs().size();
    start(2, torus(), 12);
    assertThat(SharedSession.get().sparkContext().getPersistentRDDs().size()).isEqualTo(before);
  }

  @Test
  void findsEveryCopyOnTheTorus() {
    Eigenvalues found =
        across(4, torus(), space -> SpreadEigenpairs.of(space, 9, SolverOptions.of(1e-5)))
            .eigenvalues();
    double[] expected = Arrays.copyOf(Graphs.torusEigenvalues(40, 30), 9);
    assertThat(found.isConverged()).isTrue();
    // Ghosts are float32.
    assertThat(found.values()).containsExactly(expected, within(1e-6));
  }

  @Test
  void takesFewerProductsThanARandomStart() {
    SparseRows graph = Graphs.torus(60, 25);
    DiffusionOperator operator = DiffusionOperator.of(graph, 1, WORKERS);
    SolverOptions options = SolverOptions.of(1e-3);
    Eigenpairs random = FilteredIteration.largest(operator, 5, options, Graphs.keys(1500), WORKERS);
    Eigenvalues found =
        across(2, operator, space -> SpreadEigenpairs.of(space, 5, options)).eigenvalues();
    assertThat(found.values()).containsExactly(random.values(), within(1e-5));
    assertThat(found.products()).isLessThan(random.products() / 2);
  }
}
