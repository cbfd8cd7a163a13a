package io.geodesy.jobs.export;

import io.geodesy.graph.NeighborLists;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A neighbour graph as one file. Rows stand in the order of their ids, and neighbours are named by
 * their position in it, from 0.
 *
 * <ul>
 *   <li>{@code csr-npz}: arrays {@code data} (float32 distances), {@code indices} (int32), {@code
 *       indptr} (int32), {@code shape}, {@code format}, as {@code scipy.sparse.load_npz} takes
 *       them, and {@code ids} (int64 or text) beside. A row's entries are nearest first; the
 *       distance of a copy is an explicit zero; a row is not its own neighbour.
 *   <li>{@code viewer}: Parquet with {@code row} (BIGINT), {@code id} and {@code neighbors}, a
 *       struct of {@code ids} (array of BIGINT, positions) and {@code distances} (array of FLOAT).
 * </ul>
 *
 * <p>Memory: the graph in the driver, {@code 8 n k} bytes and the ids.
 */
public final class GraphExport {
  private final Dataset<Row> neighbors;
  private final Configuration hadoop;

  /**
   * Prepares an export.
   *
   * @param neighbors a published neighbour table
   * @param hadoop how file systems are reached
   */
  public GraphExport(Dataset<Row> neighbors, Configuration hadoop) {
    this.neighbors = neighbors;
    this.hadoop = hadoop;
  }

  /**
   * Writes the graph.
   *
   * @param format of the file
   * @param location where nothing is yet
   * @return rows written
   */
  public int write(GraphFormat format, String location) {
    ExportFile file = ExportFile.at(location, hadoop);
    NeighborLists graph = NeighborLists.collect(neighbors);
    switch (format) {
      case CSR_NPZ -> file.write(out -> writeCsr(graph, out));
      case VIEWER -> file.takePart(folder -> viewer(graph).write().parquet(folder));
    }
    return graph.rows();
  }

  private static void writeCsr(NeighborLists graph, OutputStream out) throws IOException {
    int n = graph.rows();
    try (NpzWriter npz = new NpzWriter(out)) {
      npz.put("format", "csr");
      npz.put("shape", new long[] {n, n});
      npz.put("indptr", graph.offsets());
      npz.put("indices", graph.neighbors());
      npz.put("data", graph.distances());
      RowIds ids = graph.ids();
      if (ids.type().equals(DataTypes.LongType)) {
        long[] numbers = new long[n];
        Arrays.setAll(numbers, i -> (Long) ids.get(i));
        npz.put("ids", numbers);
      } else {
        npz.put("ids", n, i -> (String) ids.get(i));
      }
    }
  }

  private Dataset<Row> viewer(NeighborLists graph) {
    StructType lists =
        new StructType()
            .add("ids", DataTypes.createArrayType(DataTypes.LongType, false), false)
            .add("distances", DataTypes.createArrayType(DataTypes.FloatType, false), false);
    StructType schema =
        new StructType()
            .add("row", DataTypes.LongType, false)
            .add("id", graph.ids().type(), false)
            .add("neighbors", lists, false);
    return DriverRows.toDataset(
            neighbors.sparkSession(),
            schema,
            graph.rows(),
            i -> RowFactory.create((long) i, graph.ids().get(i), neighborsOf(graph, i)))
        .coalesce(1);
  }

  private static Row neighborsOf(NeighborLists graph, int row) {
    int from = graph.offsets()[row];
    int to = graph.offsets()[row + 1];
    long[] rows = new long[to - from];
    Arrays.setAll(rows, i -> graph.neighbors()[from + i]);
    return RowFactory.create(rows, Arrays.copyOfRange(graph.distances(), from, to));
  }
}
