package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.PanelProduct;
import io.geodesy.kernel.Workers;

/**
 * Orthonormal bases of K subspaces through the origin, {@code K d x dim}: from a row and its
 * neighbours, from sums of rows, and what they hold of rows. Determinism class D0.
 */
final class SubspaceBases {
  private final float[] values;
  private final int dim;
  private final NeighborLists lists;
  private final int dimension;
  private final Workers workers;

  /**
   * Prepares.
   *
   * @param values {@code n x dim} row-major
   * @param dim columns
   * @param lists of the same rows
   * @param dimension d of each subspace, below dim
   */
  SubspaceBases(float[] values, int dim, NeighborLists lists, int dimension, Workers workers) {
    this.values = values;
    this.dim = dim;
    this.lists = lists;
    this.dimension = dimension;
    this.workers = workers;
  }

  /** Returns the number of columns. */
  int dim() {
    return dim;
  }

  /** Returns the dimension of each subspace. */
  int dimension() {
    return dimension;
  }

  /** Returns how many neighbours of a row a basis is made of, where there are as many. */
  static int neighbors(int dimension) {
    return Math.max(2 * dimension, dimension + 2);
  }

  /**
   * Puts the leading directions of a row and its nearest neighbours.
   *
   * @param bases {@code K d x dim}, modified
   */
  void localBasis(int row, double[] bases, int cluster) {
    int near = Math.min(lists.degree(row), neighbors(dimension));
    int[] rows = new int[near + 1];
    rows[0] = row;
    System.arraycopy(lists.neighbors(), lists.offsets()[row], rows, 1, near);
    double[] matrix = new double[rows.length * dim];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < dim; c++) {
        matrix[i * dim + c] = values[rows[i] * dim + c];
      }
    }
    double[] right = DenseAlgebra.svd(matrix, rows.length, dim).rightTransposed();
    double[] basis = new double[dim * dimension];
    for (int j = 0; j < dimension; j++) {
      for (int c = 0; c < dim; c++) {
        basis[c * dimension + j] =
            (j + 1) * dim <= right.length ? right[j * dim + c] : c == j ? 1 : 0;
      }
    }
    putOrthonormal(basis, bases, cluster);
  }

  /** Makes the columns of {@code dim x d} orthonormal and puts them as rows of a cluster. */
  void putOrthonormal(double[] columns, double[] bases, int cluster) {
    double[] q = DenseAlgebra.qr(columns, dim, dimension).q();
    for (int j = 0; j < dimension; j++) {
      for (int c = 0; c < dim; c++) {
        bases[(cluster * dimension + j) * dim + c] = q[c * dimension + j];
      }
    }
  }

  /**
   * Returns the coordinates of rows in the bases {@code from <= cluster < to}.
   *
   * @param rows {@code m x dim} row-major
   */
  float[] products(float[] rows, double[] bases, int from, int to) {
    int columns = (to - from) * dimension;
    float[] narrow = new float[columns * dim];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) bases[from * dimension * dim + i];
    }
    float[] products = new float[Math.multiplyExact(rows.length / dim, columns)];
    PanelProduct.multiply(rows, narrow, dim, products, workers);
    return products;
  }

  /**
   * Returns the squared length of a row that a subspace holds.
   *
   * @param products of {@link #products}, {@code width} a row
   * @param cluster counted from the first of the products
   */
  double held(float[] products, int row, int width, int cluster) {
    double sum = 0;
    for (int j = 0; j < dimension; j++) {
      double product = products[row * width + cluster * dimension + j];
      sum += product * product;
    }
    return sum;
  }
}
