package io.geodesy.run;

import io.geodesy.analysis.Finding;
import io.geodesy.run.Manifest.PublishedTable;
import java.util.List;

/**
 * What a run left.
 *
 * @param runKey given or derived
 * @param alreadyDone whether the run was published before, so that nothing was computed
 * @param manifestPath with its scheme
 * @param reportPath with its scheme
 * @param rows of the embedding table that were used
 * @param dim length of every vector
 * @param tables published
 * @param findings the summary of the report
 * @param warnings what went wrong without stopping the run
 * @param sink what happened to the sink
 */
public record RunResult(
    String runKey,
    boolean alreadyDone,
    String manifestPath,
    String reportPath,
    long rows,
    int dim,
    List<PublishedTable> tables,
    List<Finding> findings,
    List<String> warnings,
    SinkState sink) {
  /** What happened to a sink. */
  public enum SinkState {
    /** None was asked for. */
    NONE,
    /** This call wrote the run to it. */
    WRITTEN,
    /** It held the run before. */
    HELD
  }

  static RunResult of(Manifest manifest, Catalogue catalogue, boolean alreadyDone, SinkState sink) {
    return new RunResult(
        manifest.runKey(),
        alreadyDone,
        catalogue.manifestPath(manifest.runKey()),
        catalogue.reportPath(manifest),
        manifest.input().rows(),
        manifest.input().dim(),
        manifest.tables(),
        manifest.findings(),
        manifest.warnings(),
        sink);
  }
}
