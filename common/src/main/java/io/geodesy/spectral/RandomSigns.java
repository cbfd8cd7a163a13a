package io.geodesy.spectral;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;

/** Probes of random signs: pure functions of a key a row and of their number. */
final class RandomSigns {
  private static final String STAGE = "stochastic-lanczos-quadrature";
  private static final int CHUNK = 2048;

  private RandomSigns() {}

  /** Returns {@code rows x probes} row-major. */
  static double[] of(long[] rowKeys, int probes, Workers workers) {
    long stage = SeededStream.derive(0, STAGE);
    double[] block = new double[rowKeys.length * probes];
    workers.forRanges(
        rowKeys.length,
        CHUNK,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            long row = SeededStream.hash(stage, rowKeys[i]);
            for (int c = 0; c < probes; c++) {
              block[i * probes + c] = SeededStream.bits(row, c) < 0 ? -1 : 1;
            }
          }
        });
    return block;
  }
}
