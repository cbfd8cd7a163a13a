package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeededStreamTest {
  @Test
  void equalsSplittableRandomBitForBit() {
    SplittableRandom oracle = new SplittableRandom(42);
    for (int i = 0; i < 100; i++) {
      assertThat(SeededStream.uniform(42, i)).isEqualTo(oracle.nextDouble());
    }
  }

  @Test
  void givesThePublishedNormalValues() {
    double[] expected = {
      0.8822489062222688, 1.388473285287707, -0.4508498757188601, 0.6707164409024291
    };
    for (int i = 0; i < 4; i++) {
      assertThat(SeededStream.normal(42, i)).isCloseTo(expected[i], within(1e-14));
    }
  }

  @Test
  void givesDifferentStagesDifferentStreams() {
    assertThat(SeededStream.derive(1, "leaders")).isNotEqualTo(SeededStream.derive(1, "queries"));
  }
}
