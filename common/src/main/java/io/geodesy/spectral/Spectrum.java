package io.geodesy.spectral;

import io.geodesy.graph.ConnectedComponents;
import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.List;

/**
 * The leading spectrum of a diffusion operator: dense where the graph is small, block Lanczos
 * otherwise.
 *
 * <p>Determinism class D0.
 */
public final class Spectrum {
  private Spectrum() {}

  /**
   * Finds the largest eigenpairs of the operator of a connected graph.
   *
   * @param operator of one component
   * @param pairs at least 1; where the graph has fewer rows, all pairs are given
   * @param options tolerance, block, budget
   * @param rowKeys a well-mixed key a row, for instance {@code RowIds.hash}
   * @param workers share the rows
   */
  public static Eigenpairs ofConnected(
      DiffusionOperator operator,
      int pairs,
      SolverOptions options,
      long[] rowKeys,
      Workers workers) {
    return ofOperator(operator, operator.stationary(), pairs, options, rowKeys, workers);
  }

  /**
   * Finds the largest eigenpairs of an operator of which one eigenvector is known.
   *
   * @param known of unit length
   */
  static Eigenpairs ofOperator(
      SymmetricOperator operator,
      double[] known,
      int pairs,
      SolverOptions options,
      long[] rowKeys,
      Workers workers) {
    return BlockLanczos.isApplicable(operator.rows(), pairs, options)
        ? BlockLanczos.largest(operator, pairs, options, rowKeys, known, workers)
        : dense(operator, pairs, workers);
  }

  /**
   * Finds the largest eigenpairs of the operator of any graph: every component is solved by itself
   * and the spectra are merged, so that a graph of c components has c times the eigenvalue 1.
   *
   * @param kernel of all rows
   * @param alpha exponent of the density, as in {@link DiffusionOperator}
   * @param pairs at least 1, at most the number of rows
   * @param options tolerance, block, budget
   * @param rowKeys a well-mixed key a row
   * @param workers share the rows
   */
  public static Eigenpairs ofGraph(
      SparseRows kernel,
      double alpha,
      int pairs,
      SolverOptions options,
      long[] rowKeys,
      Workers workers) {
    ConnectedComponents components = ConnectedComponents.of(kernel);
    List<Eigenpairs> parts = new ArrayList<>();
    List<int[]> rows = new ArrayList<>();
    int due = ComponentPlace.due(components.count(), pairs);
    for (int c = 0; c < Math.min(pairs, components.count()); c++) {
      int[] members = components.rows(c);
      long[] keys = new long[members.length];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = rowKeys[members[i]];
      }
      DiffusionOperator operator =
          DiffusionOperator.of(kernel.restrictedTo(members), alpha, workers);
      Eigenpairs part = ofConnected(operator, due, options, keys, workers);
      parts.add(part);
      rows.add(members);
    }
    List<ComponentPlace> places =
        ComponentPlace.leading(parts.stream().map(Eigenpairs::values).toList(), pairs);
    return merge(parts, rows, places, kernel.rows());
  }

  private static Eigenpairs merge(
      List<Eigenpairs> parts, List<int[]> rows, List<ComponentPlace> places, int n) {
    int count = places.size();
    double[] values = new double[count];
    double[] residuals = new double[count];
    double[] vectors = new double[n * count];
    for (int j = 0; j < count; j++) {
      ComponentPlace place = places.get(j);
      Eigenpairs part = parts.get(place.component());
      values[j] = part.values()[place.rank()];
      residuals[j] = part.residuals()[place.rank()];
      int[] members = rows.get(place.component());
      for (int i = 0; i < members.length; i++) {
        vectors[members[i] * count + j] = part.vector(i, place.rank());
      }
    }
    return new Eigenpairs(
        values,
        vectors,
        residuals,
        parts.stream().mapToLong(Eigenpairs::products).sum(),
        parts.stream().allMatch(Eigenpairs::isConverged));
  }

  private static Eigenpairs dense(SymmetricOperator operator, int pairs, Workers workers) {
    int n = operator.rows();
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    double[] matrix = new double[n * n];
    operator.multiply(identity, matrix, n, workers);
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(matrix, n);
    int count = Math.min(pairs, n);
    double[] values = new double[count];
    double[] residuals = new double[count];
    double[] vectors = new double[n * count];
    double[] vector = new double[n];
    double[] image = new double[n];
    for (int j = 0; j < count; j++) {
      values[j] = eigen.values()[j];
      System.arraycopy(eigen.vectors(), j * n, vector, 0, n);
      operator.multiply(vector, image, 1, workers);
      double total = 0;
      for (int i = 0; i < n; i++) {
        double r = image[i] - values[j] * vector[i];
        total += r * r;
        vectors[i * count + j] = vector[i];
      }
      residuals[j] = Math.sqrt(total);
    }
    Eigenpairs.fixSigns(vectors, n, count);
    return new Eigenpairs(values, vectors, residuals, 0, true);
  }
}
