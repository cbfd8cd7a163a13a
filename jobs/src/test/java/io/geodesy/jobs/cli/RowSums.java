package io.geodesy.jobs.cli;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Parameter;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.TableContract;
import java.util.List;

/** A small analysis for the tests of the command line: adds up each vector. */
final class RowSums implements Analysis<RowSums.Parameters> {
  /** Its parameters. */
  record Parameters(
      @Parameter(doc = "Factor of every sum.", value = "1", min = 0, max = 9, unit = "times")
          int factor) {
    Parameters {
      Bounds.check(Parameters.class, "factor", factor);
    }
  }

  @Override
  public Descriptor<Parameters> descriptor() {
    return new Descriptor<>(
        "row-sums",
        1,
        "Adds up the elements of every vector.",
        List.of("N. Body. On sums. 1900."),
        Parameters.class,
        List.of("vectors"),
        List.of(),
        List.of(
            TableContract.of(
                "row_sums",
                "The sum of every row.",
                Column.of("id", ColumnType.ID, "row id"),
                Column.of("total", ColumnType.DOUBLE, "sum of the elements times the factor"))),
        Determinism.D0);
  }

  @Override
  public Tables run(Parameters parameters, Tables inputs, AnalysisContext context) {
    String total = "aggregate(vector, 0D, (s, x) -> s + x) * " + parameters.factor();
    return Tables.of("row_sums", inputs.dataset("vectors").selectExpr("id", total + " as total"));
  }

  @Override
  public Estimate estimate(Parameters parameters, TableShape shape) {
    return new Estimate(
        List.of("Adds %d numbers.".formatted(shape.rows() * shape.dim())), 5L << 20, 3);
  }
}
