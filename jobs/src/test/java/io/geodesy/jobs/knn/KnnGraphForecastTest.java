package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Progress;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.error.ConfigException;
import io.geodesy.kernel.Workers;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/** What a dry run says of a table, against what the run then does. */
class KnnGraphForecastTest {
  private static final KnnGraphAnalysis ANALYSIS = new KnnGraphAnalysis();
  private static final int ROWS = 3000;
  private static final int DIM = 16;
  private static final Dataset<Row> TABLE = table();

  @Test
  void foresaysOneBlock() {
    KnnGraphParameters parameters =
        TestTables.parameters(10, Metric.EUCLIDEAN, SearchMode.APPROXIMATE, 0.9);
    Estimate estimate = estimate(parameters);
    Attributes achieved = run(parameters);

    assertThat((double) estimate.memoryBytes())
        .isCloseTo(number(achieved, "memory-bytes"), within(0.15 * estimate.memoryBytes()));
    assertThat(number(achieved, "recall"))
        .isCloseTo(
            number(achieved, "predicted-recall"),
            within(number(achieved, "predicted-recall-error")));
    assertThat(number(achieved, "predicted-memory-bytes"))
        .isCloseTo(number(achieved, "memory-bytes"), within(0.01 * estimate.memoryBytes()));
    assertThat(number(achieved, "shuffle-bytes")).isZero();
    assertThat(estimate.seconds()).isPositive();
    assertThat(String.join("\n", estimate.plan()))
        .contains("3,000 rows of 16 columns are held in one block in the driver")
        .contains("nothing is shuffled")
        .containsPattern("About (79|80|81)\\.\\d % of the rows are distinct")
        .containsPattern(
            "predicted to find 0\\.99\\d\\d of the true neighbours, give or take 0\\.0")
        .contains("0.9 must be found")
        .contains("one pass is expected");
  }

  @Test
  void foresaysOverlappingBlocks() {
    KnnGraphParameters parameters =
        TestTables.parameters(
            10, Metric.EUCLIDEAN, SearchMode.AUTO, 0.9, "block-rows=400", "overlap=3");
    Estimate estimate = estimate(parameters);
    Attributes achieved = run(parameters);

    long shuffled = (long) number(achieved, "shuffle-bytes");
    assertThat(String.join("\n", estimate.plan()))
        .contains("in %d overlapping blocks of about".formatted((long) number(achieved, "blocks")))
        .contains("its 3 nearest leaders")
        .contains("A pass moves %,d bytes between tasks".formatted(shuffled))
        .contains(
            String.format(
                "predicted to find %.4f of the true neighbours, give or take %.4f",
                number(achieved, "predicted-recall"), number(achieved, "predicted-recall-error")));
    // The two tasks of the session share a process.
    assertThat(estimate.memoryBytes() / 2.0)
        .isCloseTo(number(achieved, "memory-bytes"), within(0.075 * estimate.memoryBytes()));
  }

  @Test
  void saysThatListsAreProvenWhereAllPairsAreCompared() {
    KnnGraphParameters parameters =
        TestTables.parameters(10, Metric.EUCLIDEAN, SearchMode.AUTO, 0.9);
    Estimate estimate = estimate(parameters);
    assertThat(estimate.plan())
        .contains("All pairs of distinct rows are compared; every list is proven exact.");
    assertThat((double) estimate.memoryBytes())
        .isCloseTo(number(run(parameters), "memory-bytes"), within(0.15 * estimate.memoryBytes()));
  }

  @Test
  void refusesWhatTheRunWouldRefuse() {
    KnnGraphParameters parameters =
        TestTables.parameters(
            10, Metric.EUCLIDEAN, SearchMode.AUTO, 0.9, "block-rows=1000", "memory=100k");
    assertThatThrownBy(() -> estimate(parameters))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("memory is 100k");
  }

  @Test
  void refusesMoreSampledRowsThanTheDriverHolds() {
    KnnGraphParameters parameters =
        TestTables.parameters(5, Metric.EUCLIDEAN, SearchMode.AUTO, 0.5, "block-rows=100");
    Machine small = new Machine(1 << 20, 1L << 30, 1, 2, 1);
    BlockPlan plan = new BlockPlanner(parameters, TableFacts.ofShape(ROWS, DIM), small).plan();
    try (Workers workers = new Workers(1)) {
      BlockPreparation preparation =
          new BlockPreparation(
              SharedSession.get(),
              VectorTable.of(TABLE, DIM),
              ROWS,
              parameters,
              small,
              42,
              workers);
      assertThatThrownBy(() -> preparation.survey(plan, Progress.SILENT))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("but a heap of 1 MiB leaves room for 1 MiB")
          .hasMessageContaining("--driver-memory");
    }
  }

  @Test
  @Promise(
      "Nine tenths of the rows in one cell of a graph of many blocks: the planned memory is kept, and every row has its neighbours")
  void takesSmallerBlocksWhereRowsCrowd() {
    float[][] rows = TestTables.normals(ROWS, DIM, 3);
    // Nine of ten rows lie in a cloud whose every row is about as near to several leaders.
    for (int i = ROWS / 10; i < ROWS; i++) {
      for (int t = 0; t < DIM; t++) {
        rows[i][t] /= 1000;
      }
    }
    KnnGraphParameters parameters =
        TestTables.parameters(5, Metric.EUCLIDEAN, SearchMode.AUTO, 0.5, "memory=400k");
    Attributes achieved =
        ANALYSIS
            .run(parameters, Tables.of("vectors", table(rows)), new TestContext())
            .attributes("neighbors");
    assertThat(number(achieved, "predicted-memory-bytes")).isLessThanOrEqualTo(200 * 1024.0);
    assertThat(number(achieved, "recall")).isGreaterThan(0.5);
  }

  @Test
  void joinsAsManyBlocksAsOnePassNeedsAndNoMore() {
    double three = number(hard(blocks(0.5, "overlap=3")), "predicted-recall");
    double four = number(hard(blocks(0.5, "overlap=4")), "predicted-recall");
    assertThat(four).isGreaterThan(three + 0.002);
    double between = (three + four) / 2 - 0.01;

    Attributes needed = hard(blocks(between));
    assertThat(number(needed, "overlap")).isEqualTo(4);
    assertThat(number(needed, "predicted-recall")).isEqualTo(four);
    assertThat(number(needed, "passes")).isEqualTo(1);

    assertThat(number(hard(blocks(three - 0.02)), "overlap")).isEqualTo(3);
    assertThat(number(hard(blocks(between, "overlap=3")), "overlap")).isEqualTo(3);
  }

  @Test
  void joinsFewerBlocksWhereThatIsEnoughAndNobodyGaveTheirSize() {
    KnnGraphParameters parameters =
        TestTables.parameters(5, Metric.EUCLIDEAN, SearchMode.AUTO, 0.5, "memory=400k");
    Attributes achieved = run(parameters);
    assertThat(number(achieved, "overlap")).isEqualTo(2);
    assertThat(number(achieved, "recall")).isGreaterThan(0.5);
  }

  /** Runs on a single cloud of 16 dimensions, whose neighbours blocks divide. */
  private static Attributes hard(KnnGraphParameters parameters) {
    Dataset<Row> cloud = table(TestTables.normals(ROWS, DIM, 3));
    return ANALYSIS
        .run(parameters, Tables.of("vectors", cloud), new TestContext())
        .attributes("neighbors");
  }

  private static KnnGraphParameters blocks(double target, String... more) {
    String[] settings = Arrays.copyOf(more, more.length + 1);
    settings[more.length] = "block-rows=200";
    return TestTables.parameters(10, Metric.EUCLIDEAN, SearchMode.AUTO, target, settings);
  }

  private static Estimate estimate(KnnGraphParameters parameters) {
    return ANALYSIS.estimate(
        parameters,
        new TableShape(ROWS, DIM, 2),
        () -> Tables.of("vectors", TABLE),
        new NothingWritten());
  }

  private static Attributes run(KnnGraphParameters parameters) {
    return ANALYSIS
        .run(parameters, Tables.of("vectors", TABLE), new TestContext())
        .attributes("neighbors");
  }

  private static double number(Attributes attributes, String name) {
    return attributes.number(name).getAsDouble();
  }

  /** A fifth of the rows repeat another. */
  private static Dataset<Row> table() {
    float[][] rows = TestTables.mixture(ROWS, DIM, 4, 5);
    for (int i = 0; i < ROWS / 5; i++) {
      rows[i] = rows[ROWS - 1 - i].clone();
    }
    return table(rows);
  }

  private static Dataset<Row> table(float[][] rows) {
    List<Row> list = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      list.add(RowFactory.create((long) i, rows[i]));
    }
    return SharedSession.get()
        .createDataFrame(list, StandardTables.VECTORS.schema(DataTypes.LongType))
        .repartition(3);
  }

  /** A dry run's surroundings: committing fails. */
  private record NothingWritten() implements AnalysisContext {
    private static final AnalysisContext OTHERWISE = new TestContext();

    @Override
    public SparkSession session() {
      return OTHERWISE.session();
    }

    @Override
    public long seed() {
      return OTHERWISE.seed();
    }

    @Override
    public int threads() {
      return OTHERWISE.threads();
    }

    @Override
    public Progress progress() {
      return OTHERWISE.progress();
    }

    @Override
    public Table published(String runKey, String table) {
      return OTHERWISE.published(runKey, table);
    }

    @Override
    public Dataset<Row> stage(String name, Supplier<Dataset<Row>> dataset) {
      throw new AssertionError("A dry run commits nothing");
    }
  }
}
