package io.geodesy.table;

import io.geodesy.error.DataException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The ids that more than one row has.
 *
 * <p>Cost: one pass over the id column and a shuffle of it; on the driver the repeated ids, at most
 * {@value #MOST}.
 */
final class DuplicateIds {
  /** Repeated ids up to which rows can be dropped one by one. */
  static final int MOST = 1_000_000;

  private final List<Repeated> repeated;

  private DuplicateIds(List<Repeated> repeated) {
    this.repeated = repeated;
  }

  /**
   * An id that is not unique.
   *
   * @param id Long or String
   * @param rows that have it
   */
  record Repeated(Object id, long rows) {}

  /** No duplicates. */
  static DuplicateIds none() {
    return new DuplicateIds(List.of());
  }

  /**
   * Finds them.
   *
   * @param ids a dataset with the column {@code id}
   * @param table as the user calls it
   * @throws DataException if there are more than {@value #MOST}
   */
  static DuplicateIds find(Dataset<Row> ids, String table) {
    List<Row> rows =
        ids.select("id")
            .where("id is not null")
            .groupBy("id")
            .count()
            .where("count > 1")
            .orderBy("id")
            .limit(MOST + 1)
            .collectAsList();
    if (rows.size() > MOST) {
      throw new DataException(
          "Table %s: more than %d ids appear more than once, among them %s. Name the column that tells rows apart with --id-column."
              .formatted(table, MOST, rows.get(0).get(0)));
    }
    return new DuplicateIds(
        rows.stream().map(row -> new Repeated(row.get(0), row.getLong(1))).toList());
  }

  boolean isEmpty() {
    return repeated.isEmpty();
  }

  /** Returns the rows that have a repeated id. */
  long rows() {
    return repeated.stream().mapToLong(Repeated::rows).sum();
  }

  /** Adds a line about them. */
  void describe(BadRowMessage message) {
    int named = Math.min(RowScan.NAMED, repeated.size());
    message.addDuplicates(rows(), repeated.subList(0, named), repeated.size() - named);
  }

  /** Returns the rows of a dataset whose id is theirs alone. */
  Dataset<Row> removeFrom(Dataset<Row> vectors) {
    SparkSession session = vectors.sparkSession();
    StructType schema = new StructType().add("id", vectors.schema().apply("id").dataType());
    Dataset<Row> ids =
        DriverRows.toDataset(
            session, schema, repeated.size(), i -> RowFactory.create(repeated.get(i).id()));
    String[] columns = vectors.columns();
    return vectors
        .join(functions.broadcast(ids), new String[] {"id"}, "left_anti")
        .select(
            Arrays.stream(columns)
                .map(name -> functions.col("`" + name + "`"))
                .toArray(org.apache.spark.sql.Column[]::new));
  }
}
