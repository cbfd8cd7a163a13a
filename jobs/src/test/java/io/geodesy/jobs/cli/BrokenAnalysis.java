package io.geodesy.jobs.cli;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;

/** An analysis with a bug that shows before Spark is needed. */
final class BrokenAnalysis implements Analysis<RowSums.Parameters> {
  @Override
  public Descriptor<RowSums.Parameters> descriptor() {
    Descriptor<RowSums.Parameters> d = new RowSums().descriptor();
    return new Descriptor<>(
        "broken",
        1,
        d.summary(),
        d.references(),
        d.parameters(),
        d.inputs(),
        d.optionalInputs(),
        d.outputs(),
        d.determinism());
  }

  @Override
  public VectorRule vectorRule(RowSums.Parameters parameters) {
    throw new IllegalStateException("broken on purpose");
  }

  @Override
  public Tables run(RowSums.Parameters parameters, Tables inputs, AnalysisContext context) {
    return Tables.none();
  }
}
