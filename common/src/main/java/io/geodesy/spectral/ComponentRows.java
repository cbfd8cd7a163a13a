package io.geodesy.spectral;

import io.geodesy.graph.SparseBlock;
import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a component as they travel.
 *
 * @param component its number
 * @param ids of the rows, ascending
 * @param numbers of the rows, ascending
 * @param offsets {@code rows + 1}
 * @param columns numbers of rows, ascending within a row
 * @param weights one an entry
 * @param rho of the rows, where the bandwidth is variable
 */
@SuppressWarnings("ArrayRecordComponent")
record ComponentRows(
    int component,
    RowIds ids,
    int[] numbers,
    int[] offsets,
    int[] columns,
    float[] weights,
    double[] rho)
    implements Serializable {

  static ComponentRows of(int component, SparseBlock matrix, RowIds ids, double[] rho, int[] rows) {
    int[] offsets = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      offsets[i + 1] = offsets[i] + matrix.offsets()[rows[i] + 1] - matrix.offsets()[rows[i]];
    }
    int[] columns = new int[offsets[rows.length]];
    float[] weights = new float[columns.length];
    for (int i = 0; i < rows.length; i++) {
      int begin = matrix.offsets()[rows[i]];
      for (int at = offsets[i]; at < offsets[i + 1]; at++) {
        columns[at] = matrix.vertices()[matrix.columns()[begin + at - offsets[i]]];
        weights[at] = matrix.weights()[begin + at - offsets[i]];
      }
    }
    return new ComponentRows(
        component,
        ids.select(rows),
        Arrays.stream(rows).map(matrix::number).toArray(),
        offsets,
        columns,
        weights,
        rho.length == 0 ? rho : Arrays.stream(rows).mapToDouble(i -> rho[i]).toArray());
  }

  /** Puts the rows of all pieces in order. */
  static ComponentRows joined(List<ComponentRows> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int[] numbers = parts.stream().flatMapToInt(p -> Arrays.stream(p.numbers)).sorted().toArray();
    boolean isVariable = parts.get(0).rho.length > 0;
    ComponentRows whole =
        new ComponentRows(
            parts.get(0).component,
            RowIds.disjointUnion(parts.stream().map(ComponentRows::ids).toList()),
            numbers,
            new int[numbers.length + 1],
            new int[parts.stream().mapToInt(p -> p.columns.length).sum()],
            new float[parts.stream().mapToInt(p -> p.columns.length).sum()],
            new double[isVariable ? numbers.length : 0]);
    for (ComponentRows part : parts) {
      for (int i = 0; i < part.numbers.length; i++) {
        int row = Arrays.binarySearch(numbers, part.numbers[i]);
        whole.offsets[row + 1] = part.offsets[i + 1] - part.offsets[i];
      }
    }
    for (int i = 0; i < numbers.length; i++) {
      whole.offsets[i + 1] += whole.offsets[i];
    }
    for (ComponentRows part : parts) {
      for (int i = 0; i < part.numbers.length; i++) {
        int row = Arrays.binarySearch(numbers, part.numbers[i]);
        int length = part.offsets[i + 1] - part.offsets[i];
        System.arraycopy(part.columns, part.offsets[i], whole.columns, whole.offsets[row], length);
        System.arraycopy(part.weights, part.offsets[i], whole.weights, whole.offsets[row], length);
        if (isVariable) {
          whole.rho[row] = part.rho[i];
        }
      }
    }
    return whole;
  }

  /**
   * Returns the diffusion operator of a whole component.
   *
   * @param alpha exponent of the density
   * @param dimension of a variable bandwidth
   * @param workers share the rows
   */
  DiffusionOperator operator(double alpha, int dimension, Workers workers) {
    int[] places = Arrays.stream(columns).map(c -> Arrays.binarySearch(numbers, c)).toArray();
    SparseRows rows = new SparseRows(offsets, places, weights);
    return rho.length == 0
        ? DiffusionOperator.of(rows, alpha, workers)
        : DiffusionOperator.ofVariable(rows, rho, dimension, alpha, workers);
  }

  /** Returns a well-mixed key a row. */
  long[] keys(long seed) {
    long[] keys = new long[ids.size()];
    Arrays.setAll(keys, i -> ids.hash(seed, i));
    return keys;
  }
}
