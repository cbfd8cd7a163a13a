package io.geodesy.spectral;

import org.apache.spark.api.java.JavaRDD;

/**
 * Leading eigenpairs of an operator whose rows are on the executors, and the vectors with them.
 *
 * @param eigenvalues values and residuals
 * @param vectors of the rows of every block, {@code rows x count} row-major; of unit length and
 *     signed as those of {@link Eigenpairs}
 * @param ghostRows that a product exchanged between blocks, each of 4 bytes a column
 */
public record SpreadEigenpairs(Eigenvalues eigenvalues, JavaRDD<double[]> vectors, long ghostRows) {

  /**
   * Solves an operator.
   *
   * @param space beside its rows
   * @param pairs few enough for {@link FilteredIteration#isApplicable}
   * @param options tolerance and budget
   */
  static SpreadEigenpairs of(GhostBlocks space, int pairs, SolverOptions options) {
    FilteredIteration.Solution<JavaRDD<double[]>> solution =
        FilteredIteration.largest(space, pairs, options, space.low(), 1);
    int width = FilteredIteration.width(pairs);
    double[] signs = space.signs(solution.block(), width);
    return new SpreadEigenpairs(
        solution.eigenvalues(),
        solution.block().map(own -> leading(own, width, pairs, signs)),
        space.ghostRows());
  }

  private static double[] leading(double[] block, int width, int pairs, double[] signs) {
    double[] vectors = new double[block.length / width * pairs];
    for (int i = 0; i < block.length / width; i++) {
      for (int c = 0; c < pairs; c++) {
        vectors[i * pairs + c] = signs[c] * block[i * width + c];
      }
    }
    return vectors;
  }
}
