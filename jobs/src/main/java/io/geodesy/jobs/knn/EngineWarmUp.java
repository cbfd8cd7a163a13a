package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * Builds graphs of made-up rows until somebody needs the processor, so that the JVM has compiled
 * the engine when the table arrives: interpreted, the first leaves take longer than the rest of a
 * small table. One thread, some ten megabytes; nothing of it is kept.
 */
final class EngineWarmUp {
  private static final int ROWS = 3000;

  /** One shape that is searched on leading axes, and one on all columns. */
  private static final int WIDE = 256;

  private static final int NARROW = 48;
  private static final int LATENT = 12;

  /** Of whole numbers in those of the rows, whose deviation is about 3.5. */
  private static final float SPREAD = 10;

  private EngineWarmUp() {}

  static void run(KnnGraphParameters parameters, BooleanSupplier isWanted) {
    KnnGraphParameters small =
        KnnGraphParameters.ofSearch(
            Math.min(parameters.k(), 30),
            parameters.metric(),
            SearchMode.APPROXIMATE,
            Preset.STANDARD,
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalInt.of(2),
            OptionalInt.empty(),
            KnnGraphParameters.LEAST_QUERIES);
    VectorBlock wide = block(WIDE);
    VectorBlock narrow = block(NARROW);
    VectorBlock whole = wholeNumbers(wide);
    try (Workers alone = new Workers(1)) {
      while (true) {
        for (VectorBlock block : List.of(whole, narrow, wide, narrow)) {
          new NeighborGraphBuilder(block, small, 1, alone, new Until(isWanted)).build();
        }
      }
    } catch (NotWanted e) {
      return;
    }
  }

  /** Rows near a plane of few dimensions. */
  private static VectorBlock block(int dim) {
    float[] values = new float[ROWS * dim];
    for (int i = 0; i < ROWS; i++) {
      for (int t = 0; t < dim; t++) {
        double value = 0.1 * SeededStream.normal(3, (long) i * dim + t);
        for (int l = 0; l < LATENT; l++) {
          value += SeededStream.normal(1, i * LATENT + l) * SeededStream.normal(2, l * dim + t);
        }
        values[i * dim + t] = (float) value;
      }
    }
    return new VectorBlock(RowIds.ofNumbers(LongStream.range(0, ROWS).toArray()), values, dim);
  }

  /** Rows that are kept as bytes too. */
  private static VectorBlock wholeNumbers(VectorBlock block) {
    float[] values = new float[block.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(-128, Math.min(127, Math.round(SPREAD * block.values()[i])));
    }
    return new VectorBlock(block.ids(), values, block.dim());
  }

  /** Ends the work from within. */
  private static final class NotWanted extends RuntimeException {
    private NotWanted() {
      super(null, null, false, false);
    }
  }

  /** Progress that asks whether to go on. */
  private record Until(BooleanSupplier isWanted) implements Progress {
    @Override
    public void phase(String name) {
      check();
    }

    @Override
    public void advance(long done, long total) {
      check();
    }

    @Override
    public void end() {
      check();
    }

    private void check() {
      if (!isWanted.getAsBoolean()) {
        throw new NotWanted();
      }
    }
  }
}
