package io.geodesy.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.AnalysisRegistry;
import io.geodesy.config.ParameterSet;
import io.geodesy.run.ProgressView;
import io.geodesy.run.RunRequest;
import io.geodesy.run.Runner;
import io.geodesy.table.BadRows;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.testing.SharedSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An independent reader sees in a published run what Spark sees. */
class DuckDbReadsOurTablesTest {
  @TempDir Path out;

  @Test
  void seesTheSameNeighbours() throws SQLException {
    publish("first");
    List<String> spark = new ArrayList<>();
    for (Row row :
        SharedSession.get()
            .read()
            .parquet(out.resolve("neighbors").toString())
            .select("id", "neighbor_ids", "distances", "run")
            .orderBy("id")
            .collectAsList()) {
      spark.add(
          "%d %s %s %s".formatted(row.getLong(0), row.getList(1), row.getList(2), row.get(3)));
    }

    assertThat(spark).hasSize(200);
    assertThat(throughDuckDb()).isEqualTo(spark);
  }

  private void publish(String key) {
    EmbeddingSource source =
        SourceFixture.open(SourceFixture.DATA.resolve("formats/small.parquet"));
    new Runner(
            AnalysisRegistry.load(),
            SharedSession::get,
            new Configuration(),
            Clock.systemUTC(),
            ProgressView.SILENT)
        .run(
            new RunRequest(
                "knn-graph",
                List.of("knn-graph"),
                ParameterSet.defaults(),
                source,
                new TreeMap<>(),
                out.toString(),
                Optional.of(key),
                42,
                BadRows.FAIL,
                2,
                new TreeMap<>(),
                Optional.empty()));
  }

  private List<String> throughDuckDb() throws SQLException {
    String query =
        "select id, neighbor_ids, distances, run from read_parquet('%s/neighbors/*/*.parquet', hive_partitioning = true) order by id"
            .formatted(out);
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        rows.add(
            "%d %s %s %s"
                .formatted(
                    found.getLong("id"),
                    list(found, "neighbor_ids"),
                    list(found, "distances"),
                    found.getString("run")));
      }
    }
    return rows;
  }

  private static List<Object> list(ResultSet found, String column) throws SQLException {
    return Arrays.asList((Object[]) found.getArray(column).getArray());
  }
}
