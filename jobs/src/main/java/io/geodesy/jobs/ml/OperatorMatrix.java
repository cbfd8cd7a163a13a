package io.geodesy.jobs.ml;

import io.geodesy.graph.SparseRows;
import io.geodesy.spectral.DiffusionOperator;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.distributed.CoordinateMatrix;
import org.apache.spark.mllib.linalg.distributed.MatrixEntry;
import org.apache.spark.sql.SparkSession;

/**
 * A diffusion operator as MLlib's matrix, in slices of rows; 12 bytes an entry on the way.
 *
 * <p>The entries are those of {@code T} in {@link DiffusionOperator}. Determinism class D0.
 */
final class OperatorMatrix {
  private static final int ROWS_A_SLICE = 8192;

  private OperatorMatrix() {}

  /** Returns the matrix. */
  static CoordinateMatrix of(DiffusionOperator operator, SparkSession session) {
    int n = operator.rows();
    List<Slice> slices = new ArrayList<>();
    for (int from = 0; from < n; from += ROWS_A_SLICE) {
      slices.add(Slice.of(operator, from, Math.min(n, from + ROWS_A_SLICE)));
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    return new CoordinateMatrix(
        context.parallelize(slices, Math.max(1, slices.size())).flatMap(Slice::entries).rdd(),
        n,
        n);
  }

  /** Some rows of the operator, in primitive arrays. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Slice(int first, int[] offsets, int[] columns, double[] values)
      implements Serializable {
    static Slice of(DiffusionOperator operator, int from, int to) {
      SparseRows kernel = operator.kernel();
      int begin = kernel.offset(from);
      int[] offsets = new int[to - from + 1];
      int[] columns = new int[kernel.offset(to) - begin];
      double[] values = new double[columns.length];
      for (int row = from; row < to; row++) {
        offsets[row - from + 1] = kernel.offset(row + 1) - begin;
        for (int e = kernel.offset(row); e < kernel.offset(row + 1); e++) {
          int column = kernel.column(e);
          double shift = column == row ? operator.shift(row) : 0;
          columns[e - begin] = column;
          values[e - begin] =
              operator.scale(row) * kernel.weight(e) * operator.scale(column) + shift;
        }
      }
      return new Slice(from, offsets, columns, values);
    }

    Iterator<MatrixEntry> entries() {
      List<MatrixEntry> entries = new ArrayList<>(columns.length);
      for (int i = 0; i + 1 < offsets.length; i++) {
        for (int e = offsets[i]; e < offsets[i + 1]; e++) {
          entries.add(new MatrixEntry(first + (long) i, columns[e], values[e]));
        }
      }
      return entries.iterator();
    }
  }
}
