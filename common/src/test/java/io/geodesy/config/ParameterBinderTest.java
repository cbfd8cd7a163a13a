package io.geodesy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.config.Examples.Colour;
import io.geodesy.config.Examples.Every;
import io.geodesy.config.Examples.MapParameters;
import io.geodesy.error.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterBinderTest {
  @Test
  void readsTheDefaultOfEveryType() {
    assertThat(ParameterBinder.defaults(Every.class))
        .isEqualTo(
            new Every(
                3,
                70_000_000_000L,
                0.5,
                true,
                "one two",
                Colour.DARK_BLUE,
                List.of(1, 2, 3),
                List.of(),
                List.of(0.5, 1.0),
                List.of("a", "b"),
                OptionalInt.empty(),
                OptionalLong.of(5),
                OptionalDouble.empty(),
                Optional.empty()));
  }

  @Test
  void writesEveryTypeInCanonicalForm() {
    assertThat(ParameterBinder.texts(ParameterBinder.defaults(Every.class)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("number", "3"),
                Map.entry("big-number", "70000000000"),
                Map.entry("share", "0.5"),
                Map.entry("is-on", "true"),
                Map.entry("text", "one two"),
                Map.entry("colour", "dark-blue"),
                Map.entry("ints", "1,2,3"),
                Map.entry("longs", ""),
                Map.entry("doubles", "0.5,1"),
                Map.entry("texts", "a,b"),
                Map.entry("maybe-int", "auto"),
                Map.entry("maybe-long", "5"),
                Map.entry("maybe-double", "auto"),
                Map.entry("maybe-text", "auto")));
  }

  @Test
  void bindsWhatItWrites() {
    Every odd =
        new Every(
            9,
            Long.MIN_VALUE,
            1e-7,
            false,
            "x=y",
            Colour.RED,
            List.of(7),
            List.of(-1L),
            List.of(1e300, -2.5),
            List.of(),
            OptionalInt.of(4),
            OptionalLong.empty(),
            OptionalDouble.of(-0.125),
            Optional.of("z"));
    assertThat(ParameterBinder.bind(Every.class, ParameterBinder.texts(odd))).isEqualTo(odd);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "number|ten|number is ten but must be a whole number in [1, 9].",
        "number|2.0|number is 2.0 but must be a whole number in [1, 9].",
        "number|0|number is 0 but must be a whole number in [1, 9].",
        "number|99999999999|number is 99999999999 but must be a whole number in [1, 9].",
        "number|''|number is \"\" but must be a whole number in [1, 9].",
        "big-number|1e3|big-number is 1e3 but must be a whole number.",
        "share|NaN|share is NaN but must be a number in [0, 1].",
        "share|1e999|share is 1e999 but must be a number in [0, 1].",
        "share|half|share is half but must be a number in [0, 1].",
        "share|0.5f|share is 0.5f but must be a number in [0, 1].",
        "is-on|yes|is-on is yes but must be true or false.",
        "colour|DARK_BLUE|colour is DARK_BLUE but must be red or dark-blue.",
        "ints|1,x|ints is 1,x but must be whole numbers separated by commas, each at least 1.",
        "ints|1,0|ints is 1,0 but must be whole numbers separated by commas, each at least 1.",
        "doubles|1;2|doubles is 1;2 but must be numbers separated by commas.",
        "maybe-int|0|maybe-int is 0 but must be a whole number at least 1 or auto.",
        "maybe-long|none|maybe-long is none but must be a whole number or auto.",
        "maybe-double|a b|maybe-double is \"a b\" but must be a number or auto.",
        "numbre|3|Unknown key numbre. Did you mean number?"
      })
  void saysWhatWasExpected(String key, String value, String message) {
    assertThatThrownBy(() -> ParameterBinder.bind(Every.class, Map.of(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void passesOnWhatTheRecordRefuses() {
    assertThatThrownBy(() -> ParameterBinder.bind(MapParameters.class, Map.of("from", "9")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("from is 9 but must be at most to, 8.");
  }

  @Test
  void refusesATypeNoParameterCanHave() {
    record Odd(@io.geodesy.analysis.Parameter(doc = "Odd.", value = "x") StringBuilder builder) {}
    assertThatThrownBy(() -> ParameterBinder.defaults(Odd.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("StringBuilder, which no parameter can be");
  }
}
