package io.geodesy.jobs.cli;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Suite;
import java.util.List;

/**
 * What a subcommand runs.
 *
 * @param name as typed
 * @param summary one sentence
 * @param targets names of the analyses asked for
 * @param hasSample whether it falls back to the sample data when no input is named
 */
record Job(String name, String summary, List<String> targets, boolean hasSample) {
  /** One analysis. */
  static Job of(Descriptor<?> analysis) {
    return new Job(analysis.name(), analysis.summary(), List.of(analysis.name()), false);
  }

  /** A suite, of what the registry has: what a newcomer runs first, hence the sample data. */
  static Job of(Suite suite, AnalysisRegistry registry) {
    List<String> present =
        suite.members().stream().filter(m -> registry.find(m).isPresent()).toList();
    return new Job(suite.name(), suite.summary(), present, true);
  }
}
