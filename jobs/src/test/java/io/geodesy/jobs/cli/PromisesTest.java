package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.geodesy.testing.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of promises and the tests that prove them, of both modules, do not drift apart. */
class PromisesTest {
  private static final Path PAGE = Path.of("..", "docs", "promises.md");

  @Test
  void everyPromiseHasItsTestAndEveryTestItsPromise() throws IOException {
    assertThat(
            Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(PromisesTest::promiseAndTest))
        .as("docs/promises.md, which mvn -B verify -Pit writes")
        .containsExactlyInAnyOrderElementsOf(
            new ClassFileImporter()
                .importPackages("io.geodesy").stream()
                    .flatMap(type -> type.getMethods().stream())
                    .filter(method -> method.isAnnotatedWith(Promise.class))
                    .map(PromisesTest::promiseAndTest)
                    .toList());
  }

  private static String promiseAndTest(String row) {
    String[] cells = row.split("(?<!\\\\)\\|", -1);
    return cells[1].strip().replace("\\|", "|") + " " + cells[2].strip().replace("`", "");
  }

  private static String promiseAndTest(JavaMethod method) {
    return "%s %s.%s"
        .formatted(
            method.getAnnotationOfType(Promise.class).value(),
            method.getOwner().getSimpleName(),
            method.getName());
  }
}
