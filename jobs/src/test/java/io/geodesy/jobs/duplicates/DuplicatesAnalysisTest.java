package io.geodesy.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.analysis.Tables;
import io.geodesy.error.DataException;
import io.geodesy.table.TableContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DuplicatesAnalysisTest {
  @Test
  void publishesWhatItsContractsSay() {
    Tables published =
        DuplicateSamples.run(
            DuplicateSamples.inputs(DuplicateSamples.planted(60), "euclidean", 3),
            Map.of("distance", "0.1"));
    for (TableContract contract : DuplicateSamples.ANALYSIS.descriptor().outputs()) {
      contract.check(published.dataset(contract.name()).schema());
    }
  }

  @Test
  void givesTheSameTablesForAnyPartitionsAndOrder() {
    float[][] rows = DuplicateSamples.clumps(150, 10);
    Map<String, String> values =
        Map.of("distance", "0.7", "keep", "medoid", "split-column", "part");
    Map<String, List<Row>> one =
        all(DuplicateSamples.run(DuplicateSamples.inputs(rows, "euclidean", 1), values));
    for (int partitions : new int[] {2, 7}) {
      assertThat(
              all(
                  DuplicateSamples.run(
                      DuplicateSamples.inputs(rows, "euclidean", partitions), values)))
          .isEqualTo(one);
    }
  }

  @Test
  void namesAMissingSplitColumn() {
    assertThatThrownBy(
            () ->
                DuplicateSamples.run(
                    DuplicateSamples.inputs(DuplicateSamples.planted(5), "euclidean", 1),
                    Map.of("distance", "1", "split-column", "fold")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Table vectors has no column fold");
  }

  @Test
  void worksOnOneRowAndOnCopiesAlone() {
    Tables one =
        DuplicateSamples.run(
            DuplicateSamples.inputs(new float[][] {{1, 2}}, "euclidean", 1),
            Map.of("distance", "1"));
    assertThat(one.dataset("keep_list").count()).isEqualTo(1);
    float[][] copies =
        IntStream.range(0, 9).mapToObj(i -> new float[] {1, 2}).toArray(float[][]::new);
    Tables same =
        DuplicateSamples.run(
            DuplicateSamples.inputs(copies, "euclidean", 1), Map.of("distance", "0"));
    assertThat(same.dataset("keep_list").count()).isEqualTo(1);
    assertThat(DuplicateSamples.statistics(same).get("exact-copies")).isEqualTo(8);
  }

  private static Map<String, List<Row>> all(Tables published) {
    Map<String, List<Row>> all = new HashMap<>();
    published.names().forEach(name -> all.put(name, published.dataset(name).collectAsList()));
    return all;
  }
}
