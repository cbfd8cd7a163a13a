package io.geodesy.jobs.cli;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Parameter;
import io.geodesy.analysis.Tables;
import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.TableContract;
import java.util.List;

/** A small analysis that reads the table of {@link RowSums}. */
final class RowRoots implements Analysis<RowRoots.Parameters> {
  /** Its parameters. */
  record Parameters(
      @Parameter(doc = "Whether the sign is kept.", value = "false") boolean hasSign) {}

  @Override
  public Descriptor<Parameters> descriptor() {
    return new Descriptor<>(
        "row-roots",
        1,
        "Takes the root of every sum.",
        List.of(),
        Parameters.class,
        List.of("row_sums"),
        List.of(),
        List.of(
            TableContract.of(
                "row_roots",
                "The root of every sum.",
                Column.of("id", ColumnType.ID, "row id"),
                Column.of("root", ColumnType.DOUBLE, "square root"))),
        Determinism.D0);
  }

  @Override
  public Tables run(Parameters parameters, Tables inputs, AnalysisContext context) {
    String sign = parameters.hasSign() ? "sign(total) * " : "";
    return Tables.of(
        "row_roots",
        inputs.dataset("row_sums").selectExpr("id", sign + "sqrt(abs(total)) as root"));
  }
}
