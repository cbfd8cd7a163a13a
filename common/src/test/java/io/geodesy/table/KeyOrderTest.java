package io.geodesy.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  @Test
  void sortsNumbersAsNumbers() {
    assertThat(KeyOrder.sorted(List.of("10", "2", "-1", "1e1")))
        .containsExactly("-1", "2", "10", "1e1");
  }

  @Test
  void sortsTextsAsTexts() {
    assertThat(KeyOrder.sorted(List.of("layer-10", "layer-2")))
        .containsExactly("layer-10", "layer-2");
    assertThat(KeyOrder.areNumbers(List.of("1", "x"))).isFalse();
    assertThat(KeyOrder.areNumbers(List.of("", "1"))).isFalse();
  }
}
