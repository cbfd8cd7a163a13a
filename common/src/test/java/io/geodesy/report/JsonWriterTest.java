package io.geodesy.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><!--",
        "a\"b\\c\n\t\u0000",
        "\u2028\u2029 \uD83D\uDE00",
        "Größe 数 naïve",
        ""
      })
  void bringsEveryTextBack(String text) throws Exception {
    String json = new JsonWriter().beginArray().text(text).endArray().toString();

    assertThat(MAPPER.readTree(json).get(0).asText()).isEqualTo(text);
  }

  @Test
  void writesNoCharacterThatHtmlReads() {
    String json = new JsonWriter().text("<>&'/\u2028\u007F\u0000").toString();

    assertThat(json).doesNotContain("<", ">", "&", "'", "/", "\u2028", "\u007F", "\u0000");
  }

  @Test
  void keepsSixDigitsAndLeavesOutWhatIsNotFinite() throws Exception {
    double[] values = {1.23456789, -1e-300, Double.NaN, Double.POSITIVE_INFINITY, 0, 1e20};

    JsonNode read = MAPPER.readTree(new JsonWriter().numbers(values).toString());

    assertThat(read.get(0).asDouble()).isEqualTo(1.23457);
    assertThat(read.get(1).asDouble()).isEqualTo(-1e-300);
    assertThat(read.get(2).isNull()).isTrue();
    assertThat(read.get(3).isNull()).isTrue();
    assertThat(read.get(4).asDouble()).isZero();
    assertThat(read.get(5).asDouble()).isEqualTo(1e20);
  }

  @Test
  void packsToHalfAStepOfTheRange() throws Exception {
    double[] values = new Random(3).doubles(500, -4, 9).toArray();
    values[17] = Double.NaN;

    JsonNode packed = MAPPER.readTree(new JsonWriter().packed(values, false).toString());

    double step = packed.get("step").asDouble();
    assertThat(step).isLessThanOrEqualTo(13.0 / JsonWriter.STEPS);
    for (int i = 0; i < values.length; i++) {
      JsonNode cell = packed.get("v").get(i);
      if (i == 17) {
        assertThat(cell.isNull()).isTrue();
      } else {
        double unpacked = packed.get("start").asDouble() + step * cell.asDouble();
        assertThat(unpacked).isCloseTo(values[i], within(0.5001 * step));
      }
    }
  }

  @Test
  void packsInTheLogarithmWhereTheAxisIsLogarithmic() throws Exception {
    double[] values = {1e-9, 1, 1e9, 0, -3};

    JsonNode packed = MAPPER.readTree(new JsonWriter().packed(values, true).toString());

    // The middle of -9 and 9 is position 0: 4999.5 steps, rounded.
    assertThat(packed.get("start").asDouble()).isEqualTo(-9);
    assertThat(packed.get("v").toString()).isEqualTo("[0,5000,9999,null,null]");
  }

  @Test
  void packsEqualValuesAndNoneAtAll() throws Exception {
    JsonNode equal =
        MAPPER.readTree(new JsonWriter().packed(new double[] {7, 7}, false).toString());
    JsonNode none = MAPPER.readTree(new JsonWriter().packed(new double[0], false).toString());

    assertThat(equal.get("start").asDouble()).isEqualTo(7);
    assertThat(equal.get("v").toString()).isEqualTo("[0,0]");
    assertThat(none.get("v")).isEmpty();
  }
}
