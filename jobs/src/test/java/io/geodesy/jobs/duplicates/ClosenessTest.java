package io.geodesy.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClosenessTest {
  @Test
  void takesSimilarityAsTheChordOfUnitRows() {
    double angle = Math.acos(0.96);
    float[][] rows = {{1, 0}, {0.96f, (float) Math.sin(angle)}, {(float) -0.6, 0.8f}, {0, -1}};
    for (String metric : List.of("euclidean", "cosine")) {
      assertThat(
              DuplicateSamples.statistics(
                      DuplicateSamples.run(
                          DuplicateSamples.inputs(rows, metric, 1), Map.of("threshold", "0.95")))
                  .get("removable-rows"))
          .isEqualTo(1);
      assertThat(
              DuplicateSamples.statistics(
                      DuplicateSamples.run(
                          DuplicateSamples.inputs(rows, metric, 1), Map.of("threshold", "0.97")))
                  .get("removable-rows"))
          .isZero();
    }
  }

  @Test
  void refusesASimilarityWhereLengthsCount() {
    assertThatThrownBy(
            () ->
                DuplicateSamples.run(
                    DuplicateSamples.inputs(new float[][] {{3, 4}, {1, 0}}, "euclidean", 1),
                    Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "threshold is a cosine similarity, but the neighbour graph is by euclidean and row 0"
                + " has length 5.000, not 1. Give --metric cosine, or a distance with --distance.");
  }
}
