package io.geodesy.jobs.export;

import io.geodesy.error.ConfigException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;

/**
 * A published table as one file, its rows in the order of their ids where it has any.
 *
 * <p>Cost: a sort by id; one task writes.
 */
public final class TableExport {
  private final Dataset<Row> table;
  private final Configuration hadoop;

  /**
   * Prepares an export.
   *
   * @param table as published
   * @param hadoop how file systems are reached
   */
  public TableExport(Dataset<Row> table, Configuration hadoop) {
    this.table = table;
    this.hadoop = hadoop;
  }

  /**
   * Writes the table.
   *
   * @param format of the file
   * @param location where nothing is yet
   * @return rows written
   */
  public long write(TableFormat format, String location) {
    ExportFile file = ExportFile.at(location, hadoop);
    boolean hasIds = Arrays.asList(table.columns()).contains("id");
    Dataset<Row> ordered = (hasIds ? table.orderBy("id") : table).coalesce(1);
    switch (format) {
      case PARQUET -> file.takePart(folder -> ordered.write().parquet(folder));
      case CSV -> {
        requireFlat();
        file.takePart(
            folder -> ordered.write().option("header", true).option("escape", "\"").csv(folder));
      }
    }
    return table.count();
  }

  private void requireFlat() {
    String arrays =
        Arrays.stream(table.schema().fields())
            .filter(field -> field.dataType() instanceof ArrayType)
            .map(StructField::name)
            .collect(Collectors.joining(", "));
    if (!arrays.isEmpty()) {
      throw new ConfigException(
          "Columns of arrays have no place in csv, and this table has some: %s. Give --format parquet."
              .formatted(arrays));
    }
  }
}
