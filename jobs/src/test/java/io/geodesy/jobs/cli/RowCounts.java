package io.geodesy.jobs.cli;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.SecondTable;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.TableContract;
import java.util.List;

/** A small analysis of two embedding tables for the tests of the command line: counts rows. */
final class RowCounts implements Analysis<RowCounts.Parameters> {
  /** It has none. */
  record Parameters() {}

  @Override
  public Descriptor<Parameters> descriptor() {
    return new Descriptor<>(
        "row-counts",
        1,
        "Counts the rows of two tables.",
        List.of(),
        Parameters.class,
        List.of("vectors", "corpus"),
        List.of(),
        List.of(
            TableContract.of(
                "row_counts",
                "The rows of both tables.",
                Column.of("queries", ColumnType.BIGINT, "rows of vectors"),
                Column.of("corpus", ColumnType.BIGINT, "rows of corpus"))),
        Determinism.D0,
        List.of(new SecondTable("corpus", "The rows to count as well.")));
  }

  @Override
  public List<String> alarms() {
    return List.of("larger-corpus");
  }

  @Override
  public Tables run(Parameters parameters, Tables inputs, AnalysisContext context) {
    long queries = inputs.dataset("vectors").count();
    long corpus = inputs.dataset("corpus").count();
    Attributes attributes =
        corpus > queries ? Attributes.none().with(ALARM, "larger-corpus") : Attributes.none();
    return Tables.none()
        .with(
            "row_counts",
            new Table(
                context
                    .session()
                    .range(1)
                    .selectExpr(queries + "L as queries", corpus + "L as corpus"),
                attributes));
  }

  @Override
  public Estimate estimate(Parameters parameters, TableShape shape) {
    return new Estimate(
        List.of("Counts %d rows.".formatted(shape.rows() + shape.second().get("corpus").rows())),
        1 << 20,
        1);
  }
}
