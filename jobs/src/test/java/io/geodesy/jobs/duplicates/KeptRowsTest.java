package io.geodesy.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.UnionFind;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptRowsTest {
  @Test
  void keepsByEveryRule() {
    float[][] rows = {{0, 0}, {1, 0}, {2, 0}, {50, 0}};
    assertThat(kept(rows, Map.of("keep", "first"))).isEqualTo(0);
    assertThat(kept(rows, Map.of("keep", "medoid"))).isEqualTo(1);
    assertThat(kept(rows, Map.of("keep", "greatest", "keep-column", "score"))).isEqualTo(2);
    assertThat(kept(rows, Map.of("keep", "least", "keep-column", "score"))).isEqualTo(0);
    assertThat(kept(rows, Map.of("keep", "longest", "keep-column", "note"))).isEqualTo(2);
    assertThat(kept(rows, Map.of("keep", "shortest", "keep-column", "note"))).isEqualTo(0);
    assertThat(kept(rows, Map.of("keep", "random"))).isBetween(0L, 2L);
  }

  @Test
  void drawsEveryRowUnderSomeSeed() {
    float[] values = {0, 1, 2};
    VectorBlock block = new VectorBlock(RowIds.ofNumbers(new long[] {7, 8, 9}), values, 1);
    UnionFind sets = new UnionFind(3);
    sets.union(0, 1);
    sets.union(1, 2);
    DuplicateComponents one = DuplicateComponents.of(sets, 3);
    assertThat(
            IntStream.range(0, 50)
                .map(
                    seed ->
                        new KeptRows(block, false, seed)
                            .choose(one, KeepRule.RANDOM, new double[0])[0]))
        .contains(0, 1, 2);
  }

  private static long kept(float[][] rows, Map<String, String> rule) {
    Map<String, String> values = new HashMap<>(rule);
    values.put("distance", "1");
    return DuplicateSamples.run(DuplicateSamples.inputs(rows, "euclidean", 1), values)
        .dataset("duplicate_components")
        .collectAsList()
        .get(0)
        .getAs("kept_id");
  }
}
