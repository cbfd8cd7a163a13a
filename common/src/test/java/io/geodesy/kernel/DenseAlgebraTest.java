package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.DenseAlgebra.Qr;
import io.geodesy.kernel.DenseAlgebra.Svd;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import java.io.File;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenseAlgebraTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static double[] random(int rows, int columns, long seed) {
    return IntStream.range(0, rows * columns)
        .mapToDouble(i -> SeededStream.normal(seed, i))
        .toArray();
  }

  private static double[] product(double[] a, double[] b, int rows, int inner, int columns) {
    double[] c = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        for (int j = 0; j < columns; j++) {
          c[i * columns + j] += a[i * inner + k] * b[k * columns + j];
        }
      }
    }
    return c;
  }

  private static double[] identity(int n) {
    double[] i = new double[n * n];
    IntStream.range(0, n).forEach(j -> i[j * (n + 1)] = 1);
    return i;
  }

  @Test
  void eigenvaluesOfTheChainAreCosines() {
    int n = 50;
    double[] chain = new double[n * n];
    for (int i = 0; i + 1 < n; i++) {
      chain[(i + 1) * n + i] = 0.5;
    }
    assertThat(DenseAlgebra.symmetricEigen(chain, n).values())
        .containsExactly(
            IntStream.rangeClosed(1, n).mapToDouble(j -> Math.cos(Math.PI * j / (n + 1))).toArray(),
            EXACT);
  }

  @Test
  void eigenvectorsAreOrthonormalRowsThatRebuildTheMatrix() {
    int n = 20;
    double[] half = random(n, n, 1);
    double[] matrix = product(half, DenseAlgebra.transpose(half, n, n), n, n, n);
    SymmetricEigen eigen = DenseAlgebra.symmetricEigen(matrix, n);
    double[] columns = DenseAlgebra.transpose(eigen.vectors(), n, n);
    assertThat(product(eigen.vectors(), columns, n, n, n)).containsExactly(identity(n), EXACT);
    double[] scaled = eigen.vectors().clone();
    IntStream.range(0, n * n).forEach(i -> scaled[i] *= eigen.values()[i / n]);
    assertThat(product(columns, scaled, n, n, n)).containsExactly(matrix, within(1e-11));
  }

  @ParameterizedTest
  @CsvSource({"7,3", "3,7", "5,5", "1,4", "4,1"})
  void singularValuesRebuildTheMatrix(int rows, int columns) {
    double[] matrix = random(rows, columns, 2);
    Svd svd = DenseAlgebra.svd(matrix, rows, columns);
    int rank = Math.min(rows, columns);
    assertThat(svd.values()).hasSize(rank);
    double[] scaled = svd.rightTransposed().clone();
    IntStream.range(0, rank * columns).forEach(i -> scaled[i] *= svd.values()[i / columns]);
    assertThat(product(svd.left(), scaled, rows, rank, columns)).containsExactly(matrix, EXACT);
    assertThat(
            product(DenseAlgebra.transpose(svd.left(), rows, rank), svd.left(), rank, rows, rank))
        .containsExactly(identity(rank), EXACT);
  }

  @Test
  void qrHasOrthonormalColumnsAndAnUpperTriangle() {
    double[] matrix = random(9, 4, 3);
    Qr qr = DenseAlgebra.qr(matrix, 9, 4);
    assertThat(product(qr.q(), qr.r(), 9, 4, 4)).containsExactly(matrix, EXACT);
    assertThat(product(DenseAlgebra.transpose(qr.q(), 9, 4), qr.q(), 4, 9, 4))
        .containsExactly(identity(4), EXACT);
    assertThat(new double[] {qr.r()[4], qr.r()[8], qr.r()[9], qr.r()[14]}).containsOnly(0);
  }

  @Test
  void choleskyRebuildsTheMatrixAndRefusesAnIndefiniteOne() {
    double[] half = random(6, 6, 4);
    double[] matrix = product(half, DenseAlgebra.transpose(half, 6, 6), 6, 6, 6);
    double[] lower = DenseAlgebra.cholesky(matrix, 6).orElseThrow();
    assertThat(product(lower, DenseAlgebra.transpose(lower, 6, 6), 6, 6, 6))
        .containsExactly(matrix, EXACT);
    assertThat(DenseAlgebra.cholesky(new double[] {1, 2, 2, 1}, 2)).isEmpty();
  }

  @Test
  void solvesForEveryRightSideAndRefusesASingularMatrix() {
    double[] matrix = random(5, 5, 5);
    double[] x = random(5, 3, 6);
    double[] found = DenseAlgebra.solve(matrix, 5, product(matrix, x, 5, 5, 3), 3).orElseThrow();
    assertThat(found).containsExactly(x, within(1e-10));
    assertThat(DenseAlgebra.solve(new double[] {1, 1, 1, 1}, 2, new double[2], 1)).isEmpty();
  }

  @Test
  void leavesItsArgumentsAlone() {
    double[] matrix = {2, 1, 1, 3};
    double[] before = matrix.clone();
    DenseAlgebra.symmetricEigen(matrix, 2);
    DenseAlgebra.svd(matrix, 2, 2);
    DenseAlgebra.qr(matrix, 2, 2);
    DenseAlgebra.solve(matrix, 2, new double[] {1, 1}, 1);
    assertThat(Arrays.equals(matrix, before)).isTrue();
  }

  /** LAPACK in Java keeps its machine constants in fields that nothing guards. */
  @Test
  void lapackIsReadyBeforeTwoThreadsCanCallIt() throws Exception {
    URL[] classes =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(DenseAlgebraTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader fresh = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
      Field isUnprepared = fresh.loadClass("org.netlib.lapack.Dlamch").getField("first");
      assertThat(isUnprepared.getBoolean(null)).isTrue();

      Class.forName(DenseAlgebra.class.getName(), true, fresh);

      assertThat(isUnprepared.getBoolean(null)).isFalse();
    }
  }

  private static URL url(String path) {
    try {
      return new File(path).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(path, e);
    }
  }
}
