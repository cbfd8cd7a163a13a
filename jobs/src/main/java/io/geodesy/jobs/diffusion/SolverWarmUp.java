package io.geodesy.jobs.diffusion;

import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BlockLanczos;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.SymmetricOperator;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Solves a made-up graph again and again until somebody needs the processor, so that the JVM has
 * compiled the eigen-solver when the neighbours are there. One thread, a few megabytes; nothing of
 * it is kept.
 */
final class SolverWarmUp {
  /** A torus, twisted and of random weights: slow enough to need a long basis. */
  private static final int ROWS = 6000;

  private static final int[] STEPS = {1, 2, 75, 76, 150, 151};

  private SolverWarmUp() {}

  static void run(int pairs, SolverOptions options, BooleanSupplier isWanted) {
    SparseRows kernel = graph();
    long[] keys = new long[ROWS];
    Arrays.setAll(keys, i -> SeededStream.hash(1, i));
    if (!BlockLanczos.isApplicable(ROWS, pairs, options)) {
      return;
    }
    try (Workers alone = new Workers(1)) {
      DiffusionOperator operator = DiffusionOperator.of(kernel, 1, alone);
      while (true) {
        BlockLanczos.largest(
            new Until(operator, isWanted), pairs, options, keys, operator.stationary(), alone);
      }
    } catch (NotWanted e) {
      return;
    }
  }

  private static SparseRows graph() {
    int[] offsets = new int[ROWS + 1];
    int[] neighbors = new int[ROWS * STEPS.length];
    double[] weights = new double[neighbors.length];
    for (int i = 0; i < ROWS; i++) {
      offsets[i + 1] = offsets[i] + STEPS.length;
      for (int s = 0; s < STEPS.length; s++) {
        neighbors[offsets[i] + s] = (i + STEPS[s]) % ROWS;
        weights[offsets[i] + s] = 0.5 + SeededStream.uniform(2, offsets[i] + s) / 2;
      }
    }
    return SparseRows.symmetrize(offsets, neighbors, weights, Symmetrization.MEAN, 0, 1);
  }

  /** Ends the work from within. */
  private static final class NotWanted extends RuntimeException {
    private NotWanted() {
      super(null, null, false, false);
    }
  }

  /** An operator that asks before every product whether to go on. */
  private record Until(SymmetricOperator operator, BooleanSupplier isWanted)
      implements SymmetricOperator {
    @Override
    public int rows() {
      return operator.rows();
    }

    @Override
    public void multiply(double[] x, double[] y, int width, Workers workers) {
      if (!isWanted.getAsBoolean()) {
        throw new NotWanted();
      }
      operator.multiply(x, y, width, workers);
    }
  }
}
