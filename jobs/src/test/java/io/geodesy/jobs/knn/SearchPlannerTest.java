package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.config.ParameterBinder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchPlannerTest {
  @ParameterizedTest
  @CsvSource({
    "standard, auto, 1, 7",
    "standard, auto, 100000, 7",
    "standard, auto, 200000, 9",
    "standard, auto, 400000, 11",
    "standard, auto, 800000, 13",
    "fast, auto, 60000, 5",
    "high, auto, 400000, 14",
    "standard, 3, 800000, 3",
  })
  void givesLargerTablesMoreBalls(String preset, String fanout, double distinct, int balls) {
    KnnGraphParameters parameters =
        ParameterBinder.bind(KnnGraphParameters.class, Map.of("preset", preset, "fanout", fanout));
    assertThat(parameters.balls(distinct)).isEqualTo(balls);
    assertThat(parameters.resolved().balls(distinct)).isEqualTo(balls);
  }
}
