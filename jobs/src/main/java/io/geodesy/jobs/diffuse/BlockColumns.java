package io.geodesy.jobs.diffuse;

import io.geodesy.analysis.Table;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.RangeVectors;
import io.geodesy.table.Kept;
import io.geodesy.table.NumericColumns;
import io.geodesy.table.PartitionItems;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The vectors or some numeric columns of a table on their way to the blocks of its graph.
 *
 * <p>They travel as vectors of float32; a value of a named column as two, the nearest one and what
 * that leaves, which together have 48 of its 53 bits. A value of a magnitude beyond float32 counts
 * as none, as it could not be published either.
 *
 * @param names of the columns
 * @param table with {@code id} and {@code vector}
 * @param layout of a vector
 */
record BlockColumns(List<String> names, Dataset<Row> table, Layout layout) {
  /** Copies the names. */
  BlockColumns {
    names = List.copyOf(names);
  }

  /**
   * How values stand in vectors.
   *
   * @param width columns
   * @param isPaired whether a value takes two places
   */
  record Layout(int width, boolean isPaired) implements Serializable {
    int places() {
      return isPaired ? 2 * width : width;
    }

    double at(float[] values, int row, int column) {
      return isPaired
          ? (double) values[2 * (row * width + column)] + values[2 * (row * width + column) + 1]
          : values[row * width + column];
    }
  }

  /** Takes the vectors, whose columns the attribute dim or the first row tells. */
  static BlockColumns ofVectors(Table vectors) {
    Dataset<Row> rows = vectors.dataset();
    int dim =
        (int)
            vectors
                .attributes()
                .number("dim")
                .orElseGet(
                    () -> rows.select(functions.size(functions.col("vector"))).head().getInt(0));
    return new BlockColumns(DriverDiffusion.vectorColumns(dim), rows, new Layout(dim, false));
  }

  /**
   * Takes named columns.
   *
   * @throws io.geodesy.error.ConfigException if one is missing or not numeric
   */
  static BlockColumns of(Dataset<Row> vectors, List<String> names) {
    NumericColumns.requireNumeric(vectors, names);
    List<Column> places = new ArrayList<>();
    for (String name : names) {
      Column value =
          functions.coalesce(
              functions.col("`" + name + "`").cast("double"), functions.lit(Double.NaN));
      Column nearest = value.cast("float");
      places.add(nearest);
      places.add(value.minus(nearest.cast("double")).cast("float"));
    }
    return new BlockColumns(
        names,
        vectors.select(
            functions.col("id"), functions.array(places.toArray(Column[]::new)).as("vector")),
        new Layout(names.size(), true));
  }

  /**
   * Brings them beside the rows of every block.
   *
   * @param blocks of the graph of the same rows
   * @param kept keeps them
   * @throws io.geodesy.error.DataException if a row lacks a finite value, or the graph has others
   */
  JavaRDD<float[]> beside(NeighborBlocks blocks, Kept kept) {
    List<String> columns = names;
    Layout places = layout;
    try (RangeVectors placed = RangeVectors.of(table, blocks, layout.places())) {
      JavaRDD<float[]> values =
          kept.keep(
              blocks
                  .blocks()
                  .zipPartitions(
                      placed.besideBlocks(blocks),
                      (block, own) ->
                          PartitionItems.one(finite(block.next(), own.next(), places, columns))));
      values.count();
      return values;
    }
  }

  private static float[] finite(
      NeighborBlock block, float[] values, Layout layout, List<String> names) {
    for (int i = 0; i < block.rows(); i++) {
      for (int c = 0; c < layout.width; c++) {
        if (!Double.isFinite(layout.at(values, i, c))) {
          throw NumericColumns.lacking(block.ids().get(i), names.get(c));
        }
      }
    }
    return values;
  }
}
