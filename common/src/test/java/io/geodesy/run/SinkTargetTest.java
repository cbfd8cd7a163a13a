package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.error.ConfigException;
import io.geodesy.run.SinkTarget.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkTargetTest {
  @Test
  void quotesEveryPartOfAName() {
    SinkTarget target = SinkTarget.parse("iceberg", "lake.geo-desy.dev");

    assertThat(target.identifier("runs")).isEqualTo("`lake`.`geo-desy`.`dev`.`runs`");
    assertThat(target.catalog()).isEqualTo("lake");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/data/delta", "s3a://bucket/delta", "file:/data/delta/"})
  void takesAbsolutePathsForDelta(String path) {
    SinkTarget target = SinkTarget.parse("delta", path);

    assertThat(target.identifier("runs")).startsWith("delta.`").endsWith("delta/runs`");
    assertThat(target.catalog()).isEqualTo("spark_catalog");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lake", "lake.", ".db", "lake.`db`", "/data/delta", "a/b"})
  void refusesWhatIsNoNamespace(String namespace) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> new SinkTarget(Format.ICEBERG, namespace))
        .withMessageStartingWith("--sink-namespace is '" + namespace + "' but must be");
  }

  @Test
  void refusesAPathThatIsNotAbsolute() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> new SinkTarget(Format.DELTA, "data/delta"))
        .withMessageEndingWith("or an absolute path or URI.");
  }

  @Test
  void refusesOtherFormats() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> SinkTarget.parse("hudi", "lake.db"))
        .withMessage("--sink is 'hudi' but must be iceberg or delta. Parquet is written always.");
  }
}
