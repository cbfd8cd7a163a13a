package io.geodesy.jobs.compare;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.error.ConfigException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.DriverRows;
import io.geodesy.table.IdHash;
import io.geodesy.table.VectorBlock;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * The items of least hash of a table. Of two tables sketched under one seed, the common items of
 * the sketches are those of least hash among the common items of the tables, so that comparing
 * sketches is comparing tables, on as many items as the sketches have in common: all, where the
 * tables hold the same items.
 *
 * <p>Cost: one pass, {@code 4 items dim} bytes a task and in the driver. Determinism class D0.
 *
 * <p>Paper: E. Cohen, H. Kaplan, Summarizing Data using Bottom-k Sketches, PODC 2007. Differs from
 * the paper: unweighted.
 *
 * @param rows columns id and vector
 * @param seed of the run that sketched
 */
record ItemSketch(Dataset<Row> rows, long seed) {
  private static final String SEED = "seed";

  /**
   * Brings the items of least hash into the driver, by id.
   *
   * @param table columns id and vector; not empty
   * @param seed of the run
   * @param most items
   */
  static VectorBlock leastHash(Dataset<Row> table, long seed, int most) {
    long stage = SeededStream.derive(seed, "compared items");
    return VectorBlock.collect(
        table.orderBy(IdHash.of(functions.col("id"), stage), functions.col("id")).limit(most));
  }

  /** Returns the table that holds a sketch. */
  static Table publish(SparkSession session, VectorBlock items, long seed) {
    return new Table(
        DriverRows.toDataset(
            session,
            CompareTables.ITEM_SKETCH.schema(items.ids().type()),
            items.rows(),
            i -> RowFactory.create(items.ids().get(i), items.row(i))),
        Attributes.none().with("dim", items.dim()).with(SEED, Long.toString(seed)));
  }

  /** Returns the table of a run that did not sketch. */
  static Dataset<Row> none(SparkSession session, DataType idType) {
    return DriverRows.toDataset(session, CompareTables.ITEM_SKETCH.schema(idType), 0, i -> null);
  }

  /**
   * Returns what a run published.
   *
   * @throws ConfigException if it did not sketch
   */
  static ItemSketch read(Table published, String run) {
    String seed =
        published
            .attributes()
            .text(SEED)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Run %s compared two tables and holds no sketch of one: make a run of the other model's table with --sketch-only and name that by --reference-run."
                            .formatted(run)));
    return new ItemSketch(published.dataset(), Long.parseLong(seed));
  }
}
