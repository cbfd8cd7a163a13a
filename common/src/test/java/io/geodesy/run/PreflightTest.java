package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "..", "_hidden", ".hidden", "ä", "a=b"})
  void refusesKeysThatCannotBeFolders(String key) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Preflight.checkKey(key))
        .withMessageStartingWith("Run key '" + key + "' is not allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "2026-01-01", "survey-0123abcdef", "v1.2_final"})
  void acceptsPlainKeys(String key) {
    assertThatCode(() -> Preflight.checkKey(key)).doesNotThrowAnyException();
  }

  @Test
  void seesThroughLinks() throws IOException {
    Path input = Files.createDirectory(folder.resolve("input"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), input);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> check(input.toString(), link.resolve("out")))
        .withMessageContaining("is inside input " + input);
  }

  @Test
  void looksAtTheFolderBeforeAPattern() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> check(folder + "/in/part-*.parquet", folder.resolve("in/out")));
  }

  @Test
  void acceptsNeighboursWhoseNamesBeginAlike() {
    assertThatCode(() -> check(folder + "/data", folder.resolve("data-out")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/out[1]", "/out*", "/{a}/out", "/out?"})
  void refusesAnOutputThatSparkWouldReadAsAPattern(String output) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Preflight.checkOutput(new org.apache.hadoop.fs.Path(output)))
        .withMessageStartingWith("Output " + output + " holds one of the characters");
  }

  @Test
  void acceptsAnOutputWithSpaces() {
    assertThatCode(() -> Preflight.checkOutput(new org.apache.hadoop.fs.Path("/my out/a=b")))
        .doesNotThrowAnyException();
  }

  private static void check(String input, Path output) {
    Configuration hadoop = new Configuration();
    Preflight.checkApart(input, RunFiles.open(output.toString(), hadoop), hadoop);
  }
}
