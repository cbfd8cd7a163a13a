package io.geodesy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestKeyTest {
  @Test
  void countsASwapOfNeighboursOnce() {
    assertThat(NearestKey.distance("lable", "label")).isEqualTo(1);
  }

  @Test
  void countsInsertionsDeletionsAndSubstitutions() {
    assertThat(NearestKey.distance("", "abc")).isEqualTo(3);
    assertThat(NearestKey.distance("abc", "")).isEqualTo(3);
    assertThat(NearestKey.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void prefersTheNearestAndThenTheAlphabet() {
    assertThat(NearestKey.find("alpa", List.of("beta", "alpha", "alma"))).contains("alma");
  }

  @Test
  void listsAllWhenNothingIsNear() {
    assertThat(NearestKey.unknown("temperature", List.of("k", "alpha")))
        .isEqualTo("Unknown key temperature. Known: alpha, k.");
  }
}
