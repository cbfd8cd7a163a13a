package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallBlocksTest {
  private static final int ROWS = 5000;

  private static double[][] blocks(int width) {
    return IntStream.range(0, 3)
        .mapToObj(
            k ->
                IntStream.range(0, ROWS * width)
                    .mapToDouble(i -> SeededStream.normal(k, i))
                    .toArray())
        .toArray(double[][]::new);
  }

  private static double[] gramByDefinition(double[] x, double[] y, int width) {
    double[] sums = new double[width * width];
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < width; j++) {
          sums[i * width + j] += x[r * width + i] * y[r * width + j];
        }
      }
    }
    return sums;
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12})
  void gramHoldsAllInnerProducts(int width) {
    double[][] blocks = blocks(width);
    try (Workers workers = new Workers(2)) {
      double[] gram = TallBlocks.gram(blocks, 2, blocks[2], ROWS, width, workers);
      for (int k = 0; k < 2; k++) {
        double[] expected = gramByDefinition(blocks[k], blocks[2], width);
        assertThat(java.util.Arrays.copyOfRange(gram, k * width * width, (k + 1) * width * width))
            .containsExactly(expected, within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12})
  void subtractingTheProjectionLeavesNothingInTheSpan(int width) {
    double[][] blocks = blocks(width);
    try (Workers workers = new Workers(2)) {
      double[] gram = TallBlocks.gram(blocks, 1, blocks[0], ROWS, width, workers);
      double[] with = TallBlocks.gram(blocks, 1, blocks[2], ROWS, width, workers);
      double[] coefficients = DenseAlgebra.solve(gram, width, with, width).orElseThrow();
      double[] minus =
          IntStream.range(0, coefficients.length).mapToDouble(i -> -coefficients[i]).toArray();
      TallBlocks.addProduct(blocks, 1, minus, blocks[2], ROWS, width, workers);
      assertThat(TallBlocks.gram(blocks, 1, blocks[2], ROWS, width, workers))
          .containsOnly(new double[] {0}, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void bitsDoNotDependOnTheThreads(int threads) {
    double[][] blocks = blocks(8);
    try (Workers one = new Workers(1);
        Workers some = new Workers(threads)) {
      assertThat(TallBlocks.gram(blocks, 2, blocks[2], ROWS, 8, some))
          .isEqualTo(TallBlocks.gram(blocks, 2, blocks[2], ROWS, 8, one));
    }
  }
}
