package io.geodesy.run;

import io.geodesy.analysis.Tables;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.table.StandardTables;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * The embedding tables of a run that is only planned: read and checked once, and only if an
 * analysis looks at rows to say what it would cost.
 */
final class PlanInputs {
  private final RunRequest request;
  private final List<Step<?>> steps;
  private final SparkSession session;
  private Tables tables;

  PlanInputs(RunRequest request, List<Step<?>> steps, SparkSession session) {
    this.request = request;
    this.steps = steps;
    this.session = session;
  }

  /**
   * Returns {@code vectors} and the second tables.
   *
   * @throws io.geodesy.error.DataException if the run would refuse them
   */
  Tables tables() {
    if (tables == null) {
      String location = request.source().location();
      Tables read = read(Tables.none(), StandardTables.VECTORS.name(), location, request.source());
      for (Map.Entry<String, EmbeddingSource> second : request.secondTables().entrySet()) {
        String name = second.getKey();
        String shown = name + " " + second.getValue().location();
        read = read(read, name, shown, second.getValue());
      }
      tables = read;
    }
    return tables;
  }

  private Tables read(Tables before, String name, String shown, EmbeddingSource source) {
    return before.with(
        name, Execution.table(Execution.check(request, steps, shown, source.read(session))));
  }
}
