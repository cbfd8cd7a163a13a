package io.geodesy.kernel;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import java.util.Arrays;
import java.util.Optional;
import org.netlib.util.intW;

/**
 * Factorisations of small dense matrices, row-major float64: symmetric eigenproblem, reduced
 * singular values, reduced QR, Cholesky, linear systems.
 *
 * <p>Arguments are never modified. Cost: about {@code 10 n^3} operations for the eigenproblem and
 * {@code 10 m n^2} for singular values at one GFLOP/s on one thread, so that matrices of a few
 * hundred rows take well under a second and a few thousand are the limit. LAPACK is netlib's own
 * Java translation even where a native library is installed: determinism class D0, the same bits on
 * every machine.
 */
public final class DenseAlgebra {
  private static final LAPACK LAPACK_IN_JAVA = JavaLAPACK.getInstance();

  static {
    // The library finds the machine's constants at its first call and says so before it has them:
    // of two threads that call first, one would compute with a precision of zero.
    LAPACK_IN_JAVA.dlamch("E");
  }

  /**
   * Eigenvalues and eigenvectors of a symmetric matrix.
   *
   * @param values {@code n}, descending
   * @param vectors {@code n x n}: row j is the unit eigenvector of value j
   */
  public record SymmetricEigen(double[] values, double[] vectors) {}

  /**
   * A singular value decomposition {@code A = U diag(values) V'}, {@code r = min(rows, columns)}.
   *
   * @param left U, {@code rows x r}
   * @param values {@code r}, descending
   * @param rightTransposed V', {@code r x columns}: row j is the right vector of value j
   */
  public record Svd(double[] left, double[] values, double[] rightTransposed) {}

  /**
   * A reduced QR decomposition of a matrix with at least as many rows as columns.
   *
   * @param q {@code rows x columns}, orthonormal columns
   * @param r {@code columns x columns}, upper triangle
   */
  public record Qr(double[] q, double[] r) {}

  private DenseAlgebra() {}

  /**
   * Solves the symmetric eigenproblem.
   *
   * @param matrix {@code n x n}; only the triangle {@code column <= row} is read
   * @param n rows
   */
  public static SymmetricEigen symmetricEigen(double[] matrix, int n) {
    double[] vectors = Arrays.copyOf(matrix, n * n);
    double[] ascending = new double[n];
    if (n == 0) {
      return new SymmetricEigen(ascending, vectors);
    }
    double[] work = new double[1 + 6 * n + 2 * n * n];
    int[] integerWork = new int[3 + 5 * n];
    intW info = new intW(0);
    // Row-major lower is column-major upper.
    LAPACK_IN_JAVA.dsyevd(
        "V",
        "U",
        n,
        vectors,
        n,
        ascending,
        work,
        work.length,
        integerWork,
        integerWork.length,
        info);
    requireSuccess(info, "dsyevd");
    double[] values = new double[n];
    double[] descending = new double[n * n];
    for (int j = 0; j < n; j++) {
      values[j] = ascending[n - 1 - j];
      System.arraycopy(vectors, (n - 1 - j) * n, descending, j * n, n);
    }
    return new SymmetricEigen(values, descending);
  }

  /**
   * Solves for the largest eigenpairs of a symmetric matrix: a fifth of the work of {@link
   * #symmetricEigen} where few of many are wanted.
   *
   * @param matrix {@code n x n}; only the triangle {@code column <= row} is read
   * @param n rows
   * @param count pairs, at most n
   * @return {@code count} values and as many rows of vectors
   */
  public static SymmetricEigen leadingEigen(double[] matrix, int n, int count) {
    double[] ascending = new double[n];
    double[] found = new double[n * count];
    double[] work = new double[40 * n];
    int[] failed = new int[n];
    intW pairs = new intW(0);
    intW info = new intW(0);
    LAPACK_IN_JAVA.dsyevx(
        "V",
        "I",
        "U",
        n,
        Arrays.copyOf(matrix, n * n),
        n,
        0,
        0,
        n - count + 1,
        n,
        0,
        pairs,
        ascending,
        found,
        n,
        work,
        work.length,
        new int[5 * n],
        failed,
        info);
    requireSuccess(info, "dsyevx");
    double[] values = new double[count];
    double[] vectors = new double[n * count];
    for (int j = 0; j < count; j++) {
      values[j] = ascending[count - 1 - j];
      System.arraycopy(found, (count - 1 - j) * n, vectors, j * n, n);
    }
    return new SymmetricEigen(values, vectors);
  }

  /**
   * Returns the eigenvalues of a symmetric matrix, descending: a seventh of the work of {@link
   * #symmetricEigen}.
   *
   * @param matrix {@code n x n}; only the triangle {@code column <= row} is read
   * @param n rows
   */
  public static double[] symmetricEigenvalues(double[] matrix, int n) {
    double[] ascending = new double[n];
    if (n == 0) {
      return ascending;
    }
    double[] work = new double[64 * n];
    intW info = new intW(0);
    LAPACK_IN_JAVA.dsyev(
        "N", "U", n, Arrays.copyOf(matrix, n * n), n, ascending, work, work.length, info);
    requireSuccess(info, "dsyev");
    double[] values = new double[n];
    Arrays.setAll(values, j -> ascending[n - 1 - j]);
    return values;
  }

  /**
   * Computes a reduced singular value decomposition.
   *
   * @param matrix {@code rows x columns}
   * @param rows at least 1
   * @param columns at least 1
   */
  public static Svd svd(double[] matrix, int rows, int columns) {
    int rank = Math.min(rows, columns);
    double[] transposed = Arrays.copyOf(matrix, rows * columns);
    double[] values = new double[rank];
    double[] left = new double[rows * rank];
    double[] right = new double[rank * columns];
    int larger = Math.max(rows, columns);
    double[] work = new double[4 * rank * rank + 7 * rank + larger + 3 * rank * rank + larger];
    intW info = new intW(0);
    // A row-major is A' column-major, whose left vectors are our right ones.
    LAPACK_IN_JAVA.dgesdd(
        "S",
        columns,
        rows,
        transposed,
        columns,
        values,
        right,
        columns,
        left,
        rank,
        work,
        work.length,
        new int[8 * rank],
        info);
    requireSuccess(info, "dgesdd");
    return new Svd(left, values, right);
  }

  /**
   * Computes a reduced QR decomposition by Householder reflections.
   *
   * @param matrix {@code rows x columns}
   * @param rows at least {@code columns}
   * @param columns at least 1
   */
  public static Qr qr(double[] matrix, int rows, int columns) {
    double[] packed = transpose(matrix, rows, columns);
    double[] reflectors = new double[columns];
    double[] work = new double[32 * columns];
    intW info = new intW(0);
    LAPACK_IN_JAVA.dgeqrf(rows, columns, packed, rows, reflectors, work, work.length, info);
    requireSuccess(info, "dgeqrf");
    double[] r = new double[columns * columns];
    for (int i = 0; i < columns; i++) {
      for (int j = i; j < columns; j++) {
        r[i * columns + j] = packed[j * rows + i];
      }
    }
    LAPACK_IN_JAVA.dorgqr(
        rows, columns, columns, packed, rows, reflectors, work, work.length, info);
    requireSuccess(info, "dorgqr");
    return new Qr(transpose(packed, columns, rows), r);
  }

  /**
   * Returns the lower triangle L with {@code A = L L'}, or nothing if the matrix is not positive
   * definite.
   *
   * @param matrix {@code n x n}; only the triangle {@code column <= row} is read
   * @param n rows
   */
  public static Optional<double[]> cholesky(double[] matrix, int n) {
    double[] lower = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i * n + k] * lower[j * n + k];
        }
        if (i == j && !(sum > 0)) {
          return Optional.empty();
        }
        lower[i * n + j] = i == j ? Math.sqrt(sum) : sum / lower[j * n + j];
      }
    }
    return Optional.of(lower);
  }

  /**
   * Solves {@code A X = B} by Gaussian elimination with partial pivoting.
   *
   * @param matrix A, {@code n x n}
   * @param n rows
   * @param rightSides B, {@code n x columns}
   * @param columns right sides
   * @return X, {@code n x columns}, or nothing if A is singular to working precision
   */
  public static Optional<double[]> solve(double[] matrix, int n, double[] rightSides, int columns) {
    double[] factors = transpose(matrix, n, n);
    double[] solution = transpose(rightSides, n, columns);
    intW info = new intW(0);
    LAPACK_IN_JAVA.dgesv(n, columns, factors, n, new int[n], solution, n, info);
    return info.val == 0 ? Optional.of(transpose(solution, columns, n)) : Optional.empty();
  }

  /**
   * Returns the transpose.
   *
   * @param matrix {@code rows x columns}
   * @param rows of the argument
   * @param columns of the argument
   */
  public static double[] transpose(double[] matrix, int rows, int columns) {
    double[] result = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = matrix[i * columns + j];
      }
    }
    return result;
  }

  private static void requireSuccess(intW info, String routine) {
    if (info.val != 0) {
      throw new ArithmeticException(
          "%s failed with code %d: it did not converge, as happens where a matrix holds NaN or infinity"
              .formatted(routine, info.val));
    }
  }
}
