package io.geodesy.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DuplicatesParametersTest {
  @Test
  void refusesAColumnRuleWithoutAColumn() {
    assertThatThrownBy(() -> DuplicateSamples.parameters(Map.of("keep", "longest")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "keep is longest but keep-column is not given: name the column it goes by with"
                + " --keep-column.");
  }

  @Test
  void refusesAColumnWithoutARuleThatGoesByIt() {
    assertThatThrownBy(() -> DuplicateSamples.parameters(Map.of("keep-column", "score")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "keep-column is score but keep is first, which goes by no column: give keep greatest,"
                + " least, longest or shortest, or leave keep-column out.");
  }

  @Test
  void refusesAGridInAnotherUnit() {
    assertThatThrownBy(() -> DuplicateSamples.parameters(Map.of("grid", "0.9,1.5")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "grid holds 1.5, but a similarity in [-1, 1] is needed there, as the threshold is"
                + " one.");
  }
}
