package io.geodesy.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SplitLeaksTest {
  @Test
  void countsLeaksAcrossTheSplit() {
    float[][] rows = new float[40][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = DuplicateSamples.normal(50 + i, 3);
    }
    // DuplicateSamples.part() gives train, test, none in turn: 0 and 1 are copies across, 3 and 4
    // near, 6 and 9 both
    // in train, and 5, which has no part, is near 7.
    rows[1] = rows[0];
    rows[4] = DuplicateSamples.near(rows[3], 1);
    rows[9] = DuplicateSamples.near(rows[6], 2);
    rows[5] = DuplicateSamples.near(rows[7], 3);
    // 12 and 13 are too far from each other, but 14, which has no part, links them.
    rows[12] = rows[14].clone();
    rows[13] = rows[14].clone();
    rows[12][0] -= 0.08f;
    rows[13][0] += 0.08f;
    Tables published =
        DuplicateSamples.run(
            DuplicateSamples.inputs(rows, "euclidean", 2),
            Map.of("distance", "0.1", "split-column", "part"));
    Map<String, Row> leaks = new HashMap<>();
    published
        .dataset("duplicate_leaks")
        .collectAsList()
        .forEach(row -> leaks.put(row.getAs("split") + ">" + row.getAs("other"), row));
    assertThat(leaks.keySet()).containsExactlyInAnyOrder("train>test", "test>train");
    assertThat(leaks.get("train>test").<Long>getAs("rows")).isEqualTo(14);
    assertThat(leaks.get("train>test").<Long>getAs("near")).isEqualTo(2);
    assertThat(leaks.get("train>test").<Long>getAs("copies")).isEqualTo(1);
    assertThat(leaks.get("train>test").<Long>getAs("linked")).isEqualTo(3);
    assertThat(leaks.get("test>train").<Long>getAs("near")).isEqualTo(2);
    List<Row> marked =
        published
            .dataset("near_duplicates")
            .where("leaks_to is not null")
            .orderBy("id")
            .collectAsList();
    assertThat(marked.stream().map(row -> row.<Long>getAs("id")).toList())
        .containsExactly(0L, 1L, 3L, 4L);
    assertThat(marked.get(0).<String>getAs("leaks_to")).isEqualTo("test");
  }
}
