package io.geodesy.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the jars hold, after packaging. */
class ShippedJarIT {
  private static final List<String> PROVIDED =
      List.of(
          "org/apache/",
          "scala/",
          "breeze/",
          "com/fasterxml/",
          "org/slf4j/",
          "com/google/",
          "dev/ludovic/");

  @Test
  void shipsNothingThatSparkProvides() throws IOException {
    assertThat(entries("-all.jar")).noneMatch(name -> PROVIDED.stream().anyMatch(name::startsWith));
  }

  @Test
  void relocatesWhatSparkMayHaveInAnotherVersion() throws IOException {
    assertThat(entries("-all.jar"))
        .noneMatch(name -> name.startsWith("picocli/") || name.startsWith("com/typesafe/"));
    assertThat(entries("-all.jar")).anyMatch(name -> name.startsWith("io/geodesy/shaded/picocli/"));
  }

  @Test
  void shipsWhatItRunsOn() throws IOException {
    assertThat(entries("-all.jar"))
        .contains(
            "io/geodesy/analysis/Analysis.class",
            "io/geodesy/jobs/cli/Main.class",
            "META-INF/services/io.geodesy.analysis.Analysis",
            "nl/cwts/networkanalysis/LeidenAlgorithm.class");
  }

  @Test
  void keepsTheThinJarThin() throws IOException {
    assertThat(entries(".jar"))
        .allMatch(
            name ->
                name.startsWith("io/geodesy/jobs/")
                    || name.startsWith("META-INF/")
                    || !name.endsWith(".class"));
  }

  private static List<String> entries(String ending) throws IOException {
    try (JarFile jar = new JarFile(find(ending).toFile())) {
      return jar.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName).toList();
    }
  }

  private static Path find(String ending) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(
              f ->
                  f.getFileName()
                      .toString()
                      .matches("geodesy-jobs-[0-9.]+" + ending.replace(".", "\\.")))
          .findFirst()
          .orElseThrow();
    }
  }
}
