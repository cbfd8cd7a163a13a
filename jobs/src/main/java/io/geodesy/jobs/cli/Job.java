package io.geodesy.jobs.cli;

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

  /** A suite: what a newcomer runs first, hence the sample data. */
  static Job of(Suite suite) {
    return new Job(suite.name(), suite.summary(), suite.members(), true);
  }
}
