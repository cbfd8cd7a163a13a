package io.geodesy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.ConfigException;
import io.geodesy.table.BadRows;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InputParametersTest {
  @Test
  void recordsTheDefaults() {
    assertThat(ParameterBinder.defaults(InputParameters.class))
        .isEqualTo(
            new InputParameters(
                Optional.empty(),
                "id",
                "vector",
                Optional.empty(),
                Optional.empty(),
                BadRows.FAIL,
                42,
                OptionalInt.empty()));
  }

  @Test
  void takesEveryKey() {
    Map<String, String> values =
        Map.of(
            "format", "npy",
            "id-column", "name",
            "vector-column", "embedding",
            "label-column", "digit",
            "group-column", "layer",
            "bad-rows", "drop",
            "seed", "-7",
            "threads", "3");
    InputParameters bound = ParameterBinder.bind(InputParameters.class, values);
    assertThat(bound)
        .isEqualTo(
            new InputParameters(
                Optional.of("npy"),
                "name",
                "embedding",
                Optional.of("digit"),
                Optional.of("layer"),
                BadRows.DROP,
                -7,
                OptionalInt.of(3)));
    assertThat(ParameterBinder.texts(bound)).isEqualTo(values);
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> ParameterBinder.bind(InputParameters.class, Map.of("threads", "0")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("threads is 0 but must be a whole number in [1, 1024] or auto.");
  }

  @Test
  void refusesAnUnknownWayWithBadRows() {
    assertThatThrownBy(
            () -> ParameterBinder.bind(InputParameters.class, Map.of("bad-rows", "skip")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("bad-rows is skip but must be fail or drop.");
  }

  @Test
  void namesTheNearestKey() {
    assertThatThrownBy(
            () -> ParameterBinder.bind(InputParameters.class, Map.of("lable-column", "x")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Unknown key lable-column. Did you mean label-column?");
  }
}
