package io.geodesy.jobs.relative;

import io.geodesy.error.DataException;
import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.DriverRows;
import io.geodesy.table.StandardTables;
import io.geodesy.table.TableContract;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The anchors of a run: the same items in every space, in one order.
 *
 * @param ids of all that were named, in order
 * @param isInOther whether the second space has each; all true without one
 * @param used positions of those that every space has
 */
public record Anchors(List<Object> ids, List<Boolean> isInOther, List<Integer> used) {
  private static final int FEWEST = 2;

  /** The anchors as a table. */
  public static final TableContract TABLE =
      TableContract.of(
          "anchors_used",
          "The anchors, in the order of the similarities.",
          Column.of("rank", ColumnType.INT, "from 0"),
          Column.of("id", ColumnType.ID, "row id"),
          Column.of("present_in_s", ColumnType.BOOLEAN, "whether table vectors has it"),
          Column.nullable(
              "present_in_t",
              ColumnType.BOOLEAN,
              "whether table other has it; one that has not is used in neither; null without other"));

  /** Copies the lists. */
  public Anchors {
    ids = List.copyOf(ids);
    isInOther = List.copyOf(isInOther);
    used = List.copyOf(used);
  }

  /**
   * Finds out which of some ids the second space has.
   *
   * @param ids of rows of the first space, in order
   * @param other the second space, if there is one
   * @throws DataException if fewer than two are left
   */
  static Anchors of(List<Object> ids, Optional<Dataset<Row>> other) {
    Set<Object> present = new HashSet<>();
    if (other.isPresent()) {
      among(other.get(), ids).select("id").collectAsList().forEach(row -> present.add(row.get(0)));
    } else {
      present.addAll(ids);
    }
    List<Boolean> isInOther = new ArrayList<>();
    List<Integer> used = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      isInOther.add(present.contains(ids.get(i)));
      if (isInOther.get(i)) {
        used.add(i);
      }
    }
    if (used.size() < FEWEST) {
      throw new DataException(
          "%d of %d anchors are in both tables, but similarities to anchors need at least %d. Name others, or choose them by another --anchor-policy."
              .formatted(used.size(), ids.size(), FEWEST));
    }
    return new Anchors(ids, isInOther, used);
  }

  /** Returns the number of anchors used. */
  public int size() {
    return used.size();
  }

  /**
   * Returns the anchors of a space as unit rows, {@code size x dim}, in order.
   *
   * @param space has all anchors used
   */
  public double[] unitRows(Dataset<Row> space) {
    List<Object> wanted = used.stream().map(ids::get).toList();
    VectorBlock block = VectorBlock.collect(among(space, wanted));
    int dim = block.dim();
    double[] rows = new double[Math.multiplyExact(wanted.size(), dim)];
    for (int i = 0; i < wanted.size(); i++) {
      int at = block.ids().indexOf(wanted.get(i)) * dim;
      for (int c = 0; c < dim; c++) {
        rows[i * dim + c] = block.values()[at + c];
      }
    }
    return Similarities.unit(rows, dim);
  }

  /** Returns the anchors used that have the direction of one before them. */
  public static int copies(double[] unitRows, int dim) {
    Set<List<Double>> seen = new HashSet<>();
    int copies = 0;
    for (int at = 0; at < unitRows.length; at += dim) {
      List<Double> row = new ArrayList<>(dim);
      for (int c = at; c < at + dim; c++) {
        row.add(unitRows[c] + 0.0);
      }
      copies += seen.add(row) ? 0 : 1;
    }
    return copies;
  }

  /**
   * Returns them as a table.
   *
   * @param vectors the first space
   * @param other the second, if there is one
   */
  public Dataset<Row> toDataset(Dataset<Row> vectors, Optional<Dataset<Row>> other) {
    return DriverRows.toDataset(
        vectors.sparkSession(),
        TABLE.schema(vectors.schema().apply("id").dataType()),
        ids.size(),
        i -> RowFactory.create(i, ids.get(i), true, other.isPresent() ? isInOther.get(i) : null));
  }

  /** Returns the rows of a table that have one of some ids: a broadcast, no shuffle. */
  public static Dataset<Row> among(Dataset<Row> table, List<Object> ids) {
    StructType schema =
        new StructType().add(StandardTables.VECTORS.schema(idType(table)).apply("id"));
    Dataset<Row> wanted =
        DriverRows.toDataset(
            table.sparkSession(), schema, ids.size(), i -> RowFactory.create(ids.get(i)));
    return table.join(functions.broadcast(wanted), new String[] {"id"}, "left_semi");
  }

  private static org.apache.spark.sql.types.DataType idType(Dataset<Row> table) {
    return table.schema().apply("id").dataType();
  }

  /**
   * Fails unless two spaces have ids of one type.
   *
   * @throws DataException naming both types
   */
  public static void requireOneIdType(Dataset<Row> vectors, Dataset<Row> other) {
    if (!idType(vectors).equals(idType(other))) {
      throw new DataException(
          "Ids of table vectors are %s and those of table other %s: the same items must have the same ids. Cast the column of one."
              .formatted(idType(vectors).sql(), idType(other).sql()));
    }
  }
}
