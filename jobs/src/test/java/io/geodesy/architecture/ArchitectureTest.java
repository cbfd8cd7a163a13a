package io.geodesy.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.geodesy.analysis.Analysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of the design: who may import whom. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(
              location -> !location.contains("-tests.jar") && !location.contains("test-classes"))
          .importPackages("io.geodesy");

  /** Each package of common with the packages of common it may import besides itself and error. */
  private static final Map<String, List<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("error", List.of()),
          Map.entry("kernel", List.of()),
          Map.entry("table", List.of("kernel")),
          Map.entry("graph", List.of("table", "kernel")),
          Map.entry("spectral", List.of("graph", "table", "kernel")),
          Map.entry("moment", List.of("table", "kernel")),
          Map.entry("analysis", List.of("spectral", "graph", "moment", "table", "kernel")),
          Map.entry("config", List.of("analysis", "table", "kernel")),
          Map.entry("report", List.of("analysis", "table", "kernel")),
          Map.entry("run", List.of("config", "report", "analysis", "table", "kernel")));

  static Stream<String> packagesOfCommon() {
    return MAY_IMPORT.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packagesOfCommon")
  void importsOnlyWhatTheDesignAllows(String name) {
    String[] allowed =
        Stream.concat(
                MAY_IMPORT.get(name).stream(),
                Stream.of(name, name.equals("kernel") ? name : "error"))
            .map(p -> "io.geodesy." + p + "..")
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> forbidden =
        resideInAPackage("io.geodesy..").and(DescribedPredicate.not(resideInAnyPackage(allowed)));
    noClasses()
        .that()
        .resideInAPackage("io.geodesy." + name + "..")
        .should()
        .dependOnClassesThat(forbidden)
        .check(CLASSES);
  }

  @Test
  void knowsEveryPackageOfCommon() {
    assertThat(
            CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(p -> !p.startsWith("io.geodesy.jobs"))
                .map(p -> p.split("\\.", -1)[2])
                .distinct())
        .isSubsetOf(MAY_IMPORT.keySet());
  }

  @Test
  void keepsKernelsFreeOfSparkHadoopAndLogging() {
    classes()
        .that()
        .resideInAPackage("io.geodesy.kernel..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "jdk.incubator.vector..",
            "breeze..",
            "scala..",
            "dev.ludovic.netlib..",
            "org.netlib.util..",
            "io.geodesy.kernel..")
        .check(CLASSES);
  }

  @Test
  void keepsAnalysisPackagesApart() {
    slices()
        .matching("io.geodesy.jobs.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(inWaysIn(), anyClass())
        .check(CLASSES);
  }

  @Test
  void keepsTheCommandLineFromKnowingAnAnalysisByName() {
    classes()
        .that(inWaysIn())
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(resideInAPackage("io.geodesy.jobs..")).or(inWaysIn()))
        .check(CLASSES);
  }

  @Test
  void letsNoAnalysisSeeACommandLineAConfigurationFileOrARun() {
    noClasses()
        .that(inAnalysisPackages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.geodesy.run..",
            "io.geodesy.config..",
            "io.geodesy.report..",
            "picocli..",
            "com.typesafe.config..")
        .check(CLASSES);
  }

  @Test
  void letsNoAnalysisAskTheClock() {
    noClasses()
        .that(inAnalysisPackages())
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  /** The graph of a table and the join of two share an engine; nothing else is shared. */
  @Test
  void givesEveryAnalysisAPackageOfItsOwn() {
    assertThat(
            CLASSES.stream()
                .filter(c -> c.isAssignableTo(Analysis.class) && !c.isInterface())
                .filter(c -> !c.getSimpleName().equals("KnnJoinAnalysis"))
                .map(JavaClass::getPackageName))
        .doesNotHaveDuplicates();
  }

  @Test
  void sleepsNowhere() {
    noClasses()
        .that()
        // who watches another driver's lease has nothing but time to wait for
        .doNotHaveFullyQualifiedName("io.geodesy.run.LeaseTerms")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
  }

  @Test
  void describesEveryPackage() throws IOException {
    for (Path sources : List.of(Path.of("src/main/java"), Path.of("../common/src/main/java"))) {
      try (Stream<Path> files = Files.walk(sources)) {
        assertThat(
                files.filter(f -> f.toString().endsWith(".java")).map(Path::getParent).distinct())
            .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
      }
    }
  }

  private static DescribedPredicate<JavaClass> inWaysIn() {
    return resideInAnyPackage(
        "io.geodesy.jobs.cli..",
        "io.geodesy.jobs.source..",
        "io.geodesy.jobs.export..",
        "io.geodesy.jobs.ml..");
  }

  private static DescribedPredicate<JavaClass> inAnalysisPackages() {
    return resideInAPackage("io.geodesy.jobs..").and(DescribedPredicate.not(inWaysIn()));
  }

  private static DescribedPredicate<JavaClass> anyClass() {
    return DescribedPredicate.alwaysTrue();
  }
}
