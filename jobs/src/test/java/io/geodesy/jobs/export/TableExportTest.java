package io.geodesy.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.error.ConfigException;
import io.geodesy.testing.SharedSession;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableExportTest {
  @TempDir Path folder;

  private static TableExport export(String rows, String columns) {
    Dataset<Row> table =
        SharedSession.get().sql("select * from values %s as t(%s)".formatted(rows, columns));
    return new TableExport(table.repartition(3), new Configuration());
  }

  @Test
  void writesCsvInTheOrderOfIds() {
    Path file = folder.resolve("issues.csv");
    long rows =
        export(
                "(9L, 0.5D, 'a \"b\", c'), (-1L, null, null), (3L, 1.0D, 'é')",
                "id, label_score, given_label")
            .write(TableFormat.CSV, file.toString());
    assertThat(rows).isEqualTo(3);
    assertThat(file)
        .hasContent("id,label_score,given_label\n-1,,\n3,1.0,é\n9,0.5,\"a \"\"b\"\", c\"\n");
  }

  @Test
  void writesOneParquetFile() {
    Path file = folder.resolve("keep.parquet");
    export("('b'), ('a')", "id").write(TableFormat.PARQUET, file.toString());
    assertThat(file).isRegularFile();
    assertThat(SharedSession.get().read().parquet(file.toString()).collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("a", "b");
  }

  @Test
  void refusesArraysInCsv() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () ->
                export("(1, array(2))", "id, exemplar_ids")
                    .write(TableFormat.CSV, folder + "/a.csv"))
        .withMessage(
            "Columns of arrays have no place in csv, and this table has some: exemplar_ids. Give --format parquet.");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void namesTheNearestFormat() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TableFormat.named("csw"))
        .withMessage("--format is csw, which no table is written as. Did you mean csv?");
  }
}
