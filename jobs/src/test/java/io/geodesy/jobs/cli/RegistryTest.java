package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.SecondTable;
import io.geodesy.config.InputParameters;
import io.geodesy.config.ParameterBinder;
import io.geodesy.config.ParameterKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command line expects of every analysis, whoever wrote it. */
class RegistryTest {
  static Stream<Analysis<?>> analyses() {
    return AnalysisRegistry.load().analyses().stream();
  }

  @ParameterizedTest
  @MethodSource("analyses")
  void hasDefaultsThatItsRecordAccepts(Analysis<?> analysis) {
    Record defaults = ParameterBinder.defaults(analysis.descriptor().parameters());
    assertThat(
            ParameterBinder.bind(
                analysis.descriptor().parameters(), ParameterBinder.texts(defaults)))
        .isEqualTo(defaults);
  }

  @ParameterizedTest
  @MethodSource("analyses")
  void leavesTheKeysOfTheInputAlone(Analysis<?> analysis) {
    List<String> taken =
        ParameterKey.of(InputParameters.class).stream().map(ParameterKey::name).toList();
    assertThat(ParameterKey.of(analysis.descriptor().parameters()))
        .extracting(ParameterKey::name)
        .doesNotContainAnyElementsOf(taken);
  }

  @ParameterizedTest
  @MethodSource("analyses")
  void asksForNoSecondTableThatMeansSomethingElse(Analysis<?> analysis) {
    List<String> taken = new ArrayList<>(List.of("vectors", "input", "output"));
    ParameterKey.of(InputParameters.class).forEach(key -> taken.add(key.name()));
    for (Analysis<?> other : AnalysisRegistry.load().analyses()) {
      ParameterKey.of(other.descriptor().parameters()).forEach(key -> taken.add(key.name()));
      other.descriptor().outputs().forEach(table -> taken.add(table.name()));
    }
    assertThat(analysis.descriptor().secondTables())
        .extracting(SecondTable::name)
        .doesNotContainAnyElementsOf(taken)
        .allMatch(name -> name.matches("[a-z]+"));
  }

  @ParameterizedTest
  @MethodSource("analyses")
  void showsItsHelp(Analysis<?> analysis) {
    String name = analysis.descriptor().name();
    CommandLineRun run = CommandLineRun.of(AnalysisRegistry.load(), name, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Usage: geodesy " + name).contains("Publishes:");
  }
}
