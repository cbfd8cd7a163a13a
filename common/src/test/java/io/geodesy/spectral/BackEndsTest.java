package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Kept;
import io.geodesy.testing.Check;
import io.geodesy.testing.SharedSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same operator multiplied in the driver, by broadcast, and by exchange of ghosts. */
class BackEndsTest {
  private static final int N = 2400;
  private static final int PAIRS = 9;
  private static final Workers WORKERS = new Workers(2);

  /** A band of random links: rows near each other in number are near in the graph. */
  private static final SparseRows GRAPH = band(N, 6);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static SparseRows band(int n, int links) {
    int[] offsets = new int[n + 1];
    int[] neighbors = new int[n * links];
    double[] weights = new double[n * links];
    for (int i = 0; i < n; i++) {
      offsets[i + 1] = (i + 1) * links;
      for (int j = 0; j < links; j++) {
        int step = 1 + 12 * j + (int) (12 * SeededStream.uniform(3, (long) i * links + j));
        neighbors[i * links + j] = (i + step) % n;
        weights[i * links + j] = 0.1 + SeededStream.uniform(4, (long) i * links + j);
      }
    }
    return SparseRows.symmetrize(offsets, neighbors, weights, Symmetrization.MAX, 0, 1);
  }

  private static double[] normals(int seed, int count) {
    double[] normals = new double[count];
    Arrays.setAll(normals, at -> SeededStream.normal(seed, at));
    return normals;
  }

  /** Commits into the driver's memory. */
  static Dataset<Row> kept(String name, Supplier<Dataset<Row>> rows) {
    Dataset<Row> made = rows.get();
    return SharedSession.get().createDataFrame(made.collectAsList(), made.schema());
  }

  private static Eigenpairs solve(BackEnd backEnd, int blocks, DiffusionOperator operator) {
    if (backEnd == BackEnd.GHOST) {
      return spread(operator, blocks, PAIRS, 1e-5, BackEndsTest::kept);
    }
    try (BroadcastOperator product = new BroadcastOperator(SharedSession.get(), operator, blocks)) {
      return FilteredIteration.largest(
          product, PAIRS, SolverOptions.of(1e-5), Graphs.keys(N), WORKERS);
    }
  }

  private static GhostBlocks ghosts(
      DiffusionOperator operator, int blocks, BlockCommit commit, Kept kept) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(SharedSession.get().sparkContext());
    return new GhostBlocks(
        SharedSession.get(),
        RowBlocks.onExecutors(spark, operator, blocks, Graphs.keys(N), kept),
        commit);
  }

  private static Eigenpairs spread(
      DiffusionOperator operator, int blocks, int pairs, double tolerance, BlockCommit commit) {
    try (Kept kept = new Kept()) {
      GhostBlocks space = ghosts(operator, blocks, commit, kept);
      SpreadEigenpairs found = SpreadEigenpairs.of(space, pairs, SolverOptions.of(tolerance));
      return new Eigenpairs(
          found.eigenvalues().values(),
          collected(found.vectors()),
          found.eigenvalues().residuals(),
          found.eigenvalues().products(),
          found.eigenvalues().isConverged());
    }
  }

  /** Blocks are ranges of rows: one after the other they are all. */
  private static double[] collected(JavaRDD<double[]> x) {
    return x.collect().stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static Eigenpairs exact(DiffusionOperator operator) {
    return Spectrum.ofConnected(
        operator, PAIRS + 1, SolverOptions.of(1e-8), Graphs.keys(N), WORKERS);
  }

  @ParameterizedTest
  @CsvSource({"BROADCAST, 3", "GHOST, 1", "GHOST, 4", "GHOST, 7"})
  void agreeWithTheDriver(BackEnd backEnd, int blocks) {
    DiffusionOperator operator = DiffusionOperator.of(GRAPH, 1, WORKERS);
    Eigenpairs expected = exact(operator);
    Eigenpairs found = solve(backEnd, blocks, operator);
    assertThat(found.isConverged()).isTrue();
    for (int j = 0; j < PAIRS; j++) {
      Check.BACK_END_VALUES.got(Math.abs(found.values()[j] - expected.values()[j]));
    }
    Check.BACK_END_SUBSPACE.got(missed(expected, found));
  }

  /** The largest part of a found vector outside the expected ones, whose last pair is whole. */
  private static double missed(Eigenpairs expected, Eigenpairs found) {
    int whole = PAIRS;
    while (expected.values()[whole - 1] - expected.values()[whole] < 1e-3) {
      whole--;
    }
    double worst = 0;
    for (int j = 0; j < whole; j++) {
      double inside = 0;
      for (int k = 0; k < whole; k++) {
        double inner = 0;
        for (int i = 0; i < N; i++) {
          inner += expected.vector(i, k) * found.vector(i, j);
        }
        inside += inner * inner;
      }
      worst = Math.max(worst, Math.sqrt(Math.max(0, 1 - inside)));
    }
    return worst;
  }

  @Test
  void agreeOnAVariableBandwidth() {
    double[] rho = new double[N];
    for (int i = 0; i < N; i++) {
      rho[i] = Math.exp(0.4 * Math.sin(2 * Math.PI * i / N));
    }
    DiffusionOperator operator = DiffusionOperator.ofVariable(GRAPH, rho, 1, 0.25, WORKERS);
    Eigenpairs found = solve(BackEnd.GHOST, 4, operator);
    for (int j = 0; j < PAIRS; j++) {
      assertThat(found.values()[j]).isEqualTo(exact(operator).values()[j], within(1e-6));
    }
  }

  @Test
  void aProductMovesTheGhostsAndNothingElse() throws TimeoutException {
    int width = 32;
    DiffusionOperator operator = DiffusionOperator.of(GRAPH, 1, WORKERS);
    AtomicLong written = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskMetrics() != null) {
              written.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
            }
          }
        };
    try (Kept kept = new Kept()) {
      GhostBlocks space = ghosts(operator, 4, BackEndsTest::kept, kept);
      JavaRDD<double[]> x =
          space
              .start(1)
              .mapPartitionsWithIndex(
                  (block, own) -> List.of(normals(block, own.next().length * width)).iterator(),
                  true);
      SharedSession.get().sparkContext().listenerBus().waitUntilEmpty();
      SharedSession.get().sparkContext().addSparkListener(listener);
      double[] found;
      try {
        found = collected(space.product(x, width));
        SharedSession.get().sparkContext().listenerBus().waitUntilEmpty();
      } finally {
        SharedSession.get().sparkContext().removeSparkListener(listener);
      }
      Check.BACK_END_BYTES.got(written.get() / (double) space.bytes(width));
      long edges = (GRAPH.entries() - N) * 4L * width;
      assertThat(4 * written.get()).isLessThan(edges);
      double[] expected = new double[N * width];
      operator.multiply(collected(x), expected, width, WORKERS);
      // Ghosts are float32, weights of a row add up to about 1.
      assertThat(found).hasSameSizeAs(expected);
      double worst = 0;
      for (int at = 0; at < found.length; at++) {
        worst = Math.max(worst, Math.abs(found[at] - expected[at]));
      }
      Check.GHOST_PRODUCT.got(worst);
    }
  }

  @Test
  void aProductByBroadcastHasTheBitsOfTheDriver() {
    DiffusionOperator operator = DiffusionOperator.of(GRAPH, 1, WORKERS);
    double[] x = new DriverBlocks(operator, Graphs.keys(N), WORKERS).start(8);
    double[] expected = new double[x.length];
    double[] found = new double[x.length];
    operator.multiply(x, expected, 8, WORKERS);
    try (BroadcastOperator broadcast = new BroadcastOperator(SharedSession.get(), operator, 5)) {
      broadcast.multiply(x, found, 8, WORKERS);
    }
    assertThat(found).containsExactly(expected, within(1e-14));
  }

  @Test
  void theBoundBelowTheSpectrumIsThatOfTheDriver() {
    DiffusionOperator operator = DiffusionOperator.of(GRAPH, 1, WORKERS);
    try (Kept kept = new Kept()) {
      GhostBlocks space = ghosts(operator, 4, BackEndsTest::kept, kept);
      // Ghosts are float32, and twelve steps let that grow.
      assertThat(space.low())
          .isEqualTo(SpectrumBounds.low(operator, Graphs.keys(N), WORKERS), within(1e-3));
    }
  }

  @Test
  void everyRoundIsCommittedUnderItsOwnName() {
    List<String> names = new ArrayList<>();
    spread(
        DiffusionOperator.of(GRAPH, 1, WORKERS),
        2,
        3,
        1e-3,
        (name, rows) -> {
          names.add(name);
          return kept(name, rows);
        });
    assertThat(names).isNotEmpty().doesNotHaveDuplicates().startsWith("filtered-block-1");
  }

  /** What a killed run has committed is read back: its filters are not multiplied again. */
  @Test
  void aRunBegunAgainGoesOnBehindItsLastRound() {
    Map<String, Dataset<Row>> stages = new LinkedHashMap<>();
    List<String> written = new ArrayList<>();
    BlockCommit commit =
        (name, rows) ->
            stages.computeIfAbsent(
                name,
                key -> {
                  written.add(key);
                  return kept(key, rows);
                });
    DiffusionOperator operator = DiffusionOperator.of(GRAPH, 1, WORKERS);
    Eigenpairs whole = spread(operator, 2, 5, 1e-4, commit);
    int rounds = written.size();
    assertThat(rounds).isGreaterThan(1);
    String last = written.get(rounds - 1);
    stages.remove(last);
    written.clear();
    Eigenpairs again = spread(operator, 2, 5, 1e-4, commit);
    assertThat(written).containsExactly(last);
    assertThat(again.values()).isEqualTo(whole.values());
    assertThat(again.vectors()).isEqualTo(whole.vectors());
  }

  @Test
  void whatIsCommittedIsNotComputedAgain() {
    DiffusionOperator operator = DiffusionOperator.of(GRAPH, 1, WORKERS);
    Map<String, Dataset<Row>> stages = new LinkedHashMap<>();
    BlockCommit commit = (name, rows) -> stages.computeIfAbsent(name, key -> kept(key, rows));
    int steps = 2 * GhostBlocks.STEPS_PER_JOB;
    try (Kept kept = new Kept()) {
      GhostBlocks space = ghosts(operator, 3, commit, kept);
      JavaRDD<double[]> x = space.randomSigns(2);
      double[] expected = collected(space.power(x, 2, steps));
      GhostBlocks again = ghosts(operator, 3, commit, kept);
      JavaRDD<double[]> broken =
          x.map(
              own -> {
                throw new IllegalStateException("computed again");
              });
      assertThat(collected(again.power(broken, 2, steps))).isEqualTo(expected);
      stages.clear();
      GhostBlocks anew = ghosts(operator, 3, commit, kept);
      assertThatThrownBy(() -> anew.power(broken, 2, steps))
          .hasStackTraceContaining("computed again");
    }
  }

  /** The same probes, deflated by the same pairs, see the same spectrum. */
  @Test
  void samplesTheSpectrumAsTheDriverDoes() {
    DiffusionOperator operator = DiffusionOperator.of(GRAPH, 1, WORKERS);
    QuadratureOptions options = QuadratureOptions.of(6, 20);
    List<DoubleUnaryOperator> sums = List.of(v -> v * v, v -> Math.exp(4 * (v - 1)));
    try (Kept kept = new Kept()) {
      GhostBlocks space = ghosts(operator, 4, BackEndsTest::kept, kept);
      SpreadEigenpairs leading = SpreadEigenpairs.of(space, PAIRS, SolverOptions.of(1e-5));
      SpectralSamples found = SpreadQuadrature.of(space, leading, options, sums);
      Eigenpairs same =
          new Eigenpairs(
              leading.eigenvalues().values(),
              collected(leading.vectors()),
              leading.eigenvalues().residuals(),
              0,
              true);
      SpectralSamples expected =
          StochasticLanczosQuadrature.of(operator, same, options, Graphs.keys(N), sums, WORKERS)
              .samples();
      for (DoubleUnaryOperator sum : sums) {
        assertThat(found.deflated(sum)).isEqualTo(expected.deflated(sum));
        double[] own = found.of(sum);
        double[] other = expected.of(sum);
        for (int probe = 0; probe < own.length; probe++) {
          assertThat(own[probe]).isEqualTo(other[probe], within(1e-4 * other[probe]));
        }
        assertThat(expected.sum(sum).standardError()).isPositive();
      }
    }
  }
}
