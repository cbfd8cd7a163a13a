package io.geodesy.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.Check;
import io.geodesy.testing.CorrectnessPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of numeric checks lists every check, and nothing that no test makes. */
class CorrectnessTest {
  private static final String PAGE = CorrectnessPage.read();

  @Test
  void thePageIsUpToDate() {
    assertThat(PAGE)
        .as("docs/correctness.md is stale: run mvn test -Dcorrectness.write=true")
        .isEqualTo(CorrectnessPage.expected());
  }

  @ParameterizedTest
  @EnumSource(Check.class)
  void everyCheckHasAValueWithinItsTolerance(Check check) {
    assertThat(CorrectnessPage.isMet(PAGE, check)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Check.class)
  void everyCheckIsMadeByATest(Check check) throws IOException {
    Path root = CorrectnessPage.path().getParent().getParent();
    // A parameterised test names it without its class.
    String named = "(?s).*\\b" + check.name() + "\\b.*";
    assertThat(
            Stream.of("common", "jobs")
                .map(module -> root.resolve(module).resolve("src/test/java"))
                .flatMap(CorrectnessTest::sources)
                .anyMatch(source -> source.matches(named)))
        .as("a test that makes %s", check.name())
        .isTrue();
  }

  private static Stream<String> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> tests = files.filter(file -> file.toString().endsWith("Test.java")).toList();
      return tests.stream()
          .map(
              file -> {
                try {
                  return Files.readString(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
