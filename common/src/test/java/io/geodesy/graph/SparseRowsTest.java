package io.geodesy.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparseRowsTest {
  /** Row 0 lists 1 (0.5) and 2 (0.25); row 1 lists 0 (1); row 2 lists 1 (0.5). */
  private static SparseRows three(Symmetrization rule, double smallest, double diagonal) {
    return SparseRows.symmetrize(
        new int[] {0, 2, 3, 4},
        new int[] {2, 1, 0, 1},
        new double[] {0.25, 0.5, 1, 0.5},
        rule,
        smallest,
        diagonal);
  }

  private static double[][] dense(SparseRows rows) {
    double[][] dense = new double[rows.rows()][rows.rows()];
    for (int i = 0; i < rows.rows(); i++) {
      for (int e = rows.offset(i); e < rows.offset(i + 1); e++) {
        dense[i][rows.column(e)] = rows.weight(e);
      }
    }
    return dense;
  }

  @ParameterizedTest
  @CsvSource({
    "MEAN,0.75,0.125,0.25",
    "MAX,1,0.25,0.5",
    "MIN,0.5,0,0",
    "PRODUCT,0.5,0,0",
    "FUZZY_UNION,1,0.25,0.5"
  })
  void combinesThePairByTheRule(Symmetrization rule, double w01, double w02, double w12) {
    assertThat(dense(three(rule, 0, 0)))
        .isDeepEqualTo(new double[][] {{0, w01, w02}, {w01, 0, w12}, {w02, w12, 0}});
  }

  @Test
  void storesNoZeroAndNoWeightBelowTheSmallest() {
    assertThat(three(Symmetrization.MIN, 0, 0).entries()).isEqualTo(2);
    assertThat(three(Symmetrization.MEAN, 0.2, 0).entries()).isEqualTo(4);
  }

  @Test
  void putsTheDiagonalInColumnOrder() {
    SparseRows rows = three(Symmetrization.MAX, 0, 1);
    assertThat(IntStream.range(0, rows.entries()).map(rows::column).toArray())
        .containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2);
    assertThat(dense(rows)[1][1]).isEqualTo(1);
  }

  @Test
  void restrictsAndRenumbersByPlaceInTheList() {
    SparseRows rows = three(Symmetrization.MAX, 0, 1).restrictedTo(new int[] {2, 0});
    assertThat(dense(rows)).isDeepEqualTo(new double[][] {{1, 0.25}, {0.25, 1}});
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 8, 12})
  void multipliesBlocksWithTheSameBitsForAnyThreads(int width) {
    int n = 1500;
    int[] offsets = IntStream.rangeClosed(0, n).map(i -> 2 * i).toArray();
    int[] neighbors =
        IntStream.range(0, 2 * n).map(e -> (e / 2 + (e % 2 == 0 ? 1 : 17)) % n).toArray();
    double[] weights =
        IntStream.range(0, 2 * n).mapToDouble(e -> SeededStream.uniform(3, e)).toArray();
    SparseRows rows = SparseRows.symmetrize(offsets, neighbors, weights, Symmetrization.MEAN, 0, 1);
    double[] x =
        IntStream.range(0, n * width).mapToDouble(i -> SeededStream.normal(4, i)).toArray();
    double[] expected = new double[n * width];
    for (int i = 0; i < n; i++) {
      for (int e = rows.offset(i); e < rows.offset(i + 1); e++) {
        for (int c = 0; c < width; c++) {
          expected[i * width + c] =
              Math.fma(rows.weight(e), x[rows.column(e) * width + c], expected[i * width + c]);
        }
      }
    }
    for (int threads = 1; threads <= 3; threads++) {
      try (Workers workers = new Workers(threads)) {
        double[] y = new double[n * width];
        rows.multiply(x, y, width, workers);
        assertThat(Arrays.equals(y, expected)).isTrue();
      }
    }
  }
}
