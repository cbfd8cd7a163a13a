package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Attributes;
import io.geodesy.error.DataException;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagesTest {
  private final SparkSession session = SharedSession.get();
  @TempDir Path folder;
  private RunFiles files;
  private Stages stages;

  @BeforeEach
  void open() {
    files = RunFiles.open(folder.toString(), new Configuration());
    stages = stages("fingerprint");
  }

  @Test
  void commitsWhatItReadsBack() {
    StageRecord record = stages.commit("a.rows", session.range(10).toDF("id"), Map.of("work", 1.5));

    assertThat(stages.find("a.rows")).contains(record);
    assertThat(record.rows()).isEqualTo(10);
    assertThat(record.phases()).isEqualTo(Map.of("work", 1.5));
    assertThat(stages.read(session, record).count()).isEqualTo(10);
  }

  @Test
  void evaluatesADatasetOnce() {
    LongAccumulator evaluated = session.sparkContext().longAccumulator();
    Dataset<Row> rows =
        session
            .range(0, 10, 1, 2)
            .toDF("id")
            .filter(
                (FilterFunction<Row>)
                    row -> {
                      evaluated.add(1);
                      return true;
                    });

    stages.commit("a.rows", rows, Map.of());

    assertThat(evaluated.value()).isEqualTo(10);
  }

  @Test
  void commitsAnEmptyTable() {
    StageRecord record =
        stages.commit("a.none", session.range(10).toDF("id").where("id < 0"), Map.of());

    assertThat(record.rows()).isZero();
    assertThat(stages.resume(session, record).schema().fieldNames()).containsExactly("id");
  }

  @Test
  void keepsAttributesWithTheirTypes() {
    Attributes attributes =
        Attributes.none()
            .with("k", 15)
            .with("recall", 1.0)
            .with("metric", "cosine")
            .with("exact", true);
    stages.commit(
        "a.output-statistics",
        StandardTables.STATISTICS,
        session.createDataFrame(List.of(), StandardTables.STATISTICS.schema(DataTypes.LongType)),
        attributes,
        Map.of());

    assertThat(stages.find("a.output-statistics").orElseThrow().attributeValues())
        .isEqualTo(attributes);
  }

  @Test
  void refusesATableThatBreaksItsContract() {
    assertThatThrownBy(
            () ->
                stages.commit(
                    "a.output-sums",
                    Fakes.SUMS,
                    session.range(3).toDF("id"),
                    Attributes.none(),
                    Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Table sums breaks its contract");
    assertThat(files.names(files.run("key"))).isEmpty();
  }

  @Test
  void refusesNullWhereTheContractRulesItOut() {
    assertThatThrownBy(
            () ->
                stages.commit(
                    "a.output-sums",
                    Fakes.SUMS,
                    session.sql("select id, if(id = 2, null, 0.5D) as total from range(3)"),
                    Attributes.none(),
                    Map.of()))
        .hasMessage("1 rows have null in sums.total, which its contract rules out");
    assertThat(stages.find("a.output-sums")).isEmpty();
  }

  @Test
  void doesNotSeeStagesOfAnotherFingerprint() {
    stages.commit("a.rows", session.range(3).toDF("id"), Map.of());

    assertThat(stages("other").find("a.rows")).isEmpty();
  }

  @Test
  void writesEveryAttemptBesideTheLast() {
    stages.commit("a.rows", session.range(3).toDF("id"), Map.of());
    files.delete(new org.apache.hadoop.fs.Path(files.run("key"), "stage=a.rows/stage.json"));

    assertThat(stages.commit("a.rows", session.range(3).toDF("id"), Map.of()).attempt())
        .isEqualTo(2);
  }

  private Stages stages(String fingerprint) {
    return new Stages(files, "key", fingerprint, new Stopwatch(Clock.systemUTC()));
  }
}
