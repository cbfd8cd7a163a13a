package io.geodesy.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.ConfigException;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowDistancesTest {
  @ParameterizedTest
  @CsvSource({"euclidean, 5", "cosine, 1.4142135", "manhattan, 7", "hamming, 2"})
  void measuresAsTheGraphDoes(String metric, float expected) {
    VectorBlock block =
        new VectorBlock(RowIds.ofNumbers(new long[] {0, 1}), new float[] {3, 0, 0, 4}, 2);
    assertThat(new RowDistances(block, metric).between(0, 1)).isEqualTo(expected);
  }

  @Test
  void refusesInnerProducts() {
    assertThatThrownBy(() -> RowDistances.requireMetric("inner-product"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "The neighbour graph is by inner-product, which is no distance between two rows, but one is needed here (in clusters by the method hdbscan alone): compute the graph with --metric euclidean, cosine, manhattan, hamming.");
  }
}
