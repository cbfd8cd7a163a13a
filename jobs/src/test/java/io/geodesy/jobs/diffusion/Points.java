package io.geodesy.jobs.diffusion;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.graph.NeighborLists;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/** Neighbour tables of small point sets by comparing all pairs. */
final class Points {
  private Points() {}

  /** The k nearest neighbours of every point; ids are 100, 101, ... */
  static NeighborLists neighbors(double[][] points, int k) {
    int n = points.length;
    int[] neighbors = new int[n * k];
    float[] distances = new float[n * k];
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double total = 0;
        for (int c = 0; c < points[i].length; c++) {
          total += (points[i][c] - points[j][c]) * (points[i][c] - points[j][c]);
        }
        d[j] = Math.sqrt(total);
      }
      int row = i;
      int[] nearest =
          IntStream.range(0, n)
              .filter(j -> j != row)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer j) -> d[j]).thenComparingInt(j -> j))
              .limit(k)
              .mapToInt(Integer::intValue)
              .toArray();
      for (int j = 0; j < k; j++) {
        neighbors[i * k + j] = nearest[j];
        distances[i * k + j] = (float) d[nearest[j]];
      }
    }
    return new NeighborLists(
        RowIds.ofNumbers(IntStream.range(100, 100 + n).asLongStream().toArray()),
        IntStream.rangeClosed(0, n).map(i -> i * k).toArray(),
        neighbors,
        distances,
        new int[n]);
  }

  /** The same as the published table. */
  static Tables table(NeighborLists lists) {
    Dataset<Row> rows =
        DriverRows.toDataset(
            SharedSession.get(),
            StandardTables.NEIGHBORS.schema(DataTypes.LongType),
            lists.rows(),
            i -> {
              int from = lists.offsets()[i];
              int to = lists.offsets()[i + 1];
              return RowFactory.create(
                  lists.ids().get(i),
                  Arrays.stream(lists.neighbors(), from, to)
                      .mapToObj(j -> lists.ids().get(j))
                      .toArray(),
                  Arrays.copyOfRange(lists.distances(), from, to),
                  lists.cells()[i]);
            });
    return Tables.none()
        .with("neighbors", new Table(rows, Attributes.none().with("n", lists.rows())));
  }

  static double[][] circle(int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> new double[] {Math.cos(2 * Math.PI * i / n), Math.sin(2 * Math.PI * i / n)})
        .toArray(double[][]::new);
  }
}
