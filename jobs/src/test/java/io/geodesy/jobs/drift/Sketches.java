package io.geodesy.jobs.drift;

import io.geodesy.kernel.SeededStream;
import io.geodesy.moment.Sketch;
import io.geodesy.moment.SketchBuilder;
import io.geodesy.moment.SketchDesign;

/** Sketches of normal rows for tests. */
final class Sketches {
  private Sketches() {}

  static SketchDesign design(int dim, int sampleRows) {
    float[] low = new float[dim];
    float[] high = new float[dim];
    for (int c = 0; c < dim; c++) {
      low[c] = -4;
      high[c] = 4;
    }
    return SketchDesign.of(3, 32, 64, sampleRows, Math.sqrt(2.0 * dim), low, high);
  }

  /** Rows of N(shift e_1, scale^2 I). */
  static Sketch normal(SketchDesign design, long seed, int n, double shift, double scale) {
    SketchBuilder builder = new SketchBuilder(design);
    int dim = design.dim();
    for (int i = 0; i < n; i++) {
      float[] row = new float[dim];
      for (int c = 0; c < dim; c++) {
        row[c] = (float) (scale * SeededStream.normal(seed, (long) i * dim + c));
      }
      row[0] += (float) shift;
      String id = seed + "-" + i;
      builder.add(design.hash(id), () -> id, row);
    }
    return builder.build();
  }

  static SamplePair pair(Sketch reference, Sketch current) {
    return SamplePair.of(reference, current, 99);
  }
}
