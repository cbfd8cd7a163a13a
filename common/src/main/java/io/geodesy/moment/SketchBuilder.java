package io.geodesy.moment;

import io.geodesy.kernel.PanelProduct;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Makes the {@link Sketch} of rows that come one by one.
 *
 * <p>Cost: {@code dim^2 + 4 dim frequencies} operations a row. Memory while it works: {@code 8
 * dim^2} bytes and a strip of {@value #STRIP} rows more than the sketch.
 */
public final class SketchBuilder {
  private static final int STRIP = 512;
  private static final double NARROW = 1 << SketchDesign.BITS;

  private final SketchDesign design;
  private final int dim;
  private final double[] inverseSteps;
  private final float[] frequencies;
  private final double[] scratch;
  private final double[] integers;
  private final float[] shifted;
  private final int[] buckets;
  private final ExactMoments moments;
  private final FeatureSums features;
  private final HashedRows rows;
  private int filled;
  private int wide;
  private long clipped;

  /** Begins an empty sketch. */
  public SketchBuilder(SketchDesign design) {
    this.design = design;
    this.dim = design.dim();
    this.inverseSteps = new double[dim];
    for (int c = 0; c < dim; c++) {
      inverseSteps[c] = Math.scalb(1.0, -design.exponent()[c]);
    }
    this.frequencies = design.frequencyRows();
    this.scratch = new double[dim * dim];
    this.integers = new double[STRIP * dim];
    this.shifted = new float[STRIP * dim];
    this.buckets = new int[STRIP];
    this.moments = ExactMoments.none(dim);
    this.features = FeatureSums.none(design.buckets(), design.frequencies());
    this.rows = new HashedRows(design.sampleRows());
  }

  /**
   * Adds a row.
   *
   * @param hash by {@link SketchDesign#hash}
   * @param id asked for only if the row may be in the sample
   * @param vector finite, {@code dim}; kept if the row is in the sample
   */
  public void add(long hash, Supplier<String> id, float[] vector) {
    rows.offer(hash, id, () -> vector);
    boolean isNarrow = true;
    boolean isClipped = false;
    int at = filled * dim;
    for (int c = 0; c < dim; c++) {
      double offset = vector[c] - design.center()[c];
      shifted[at + c] = (float) offset;
      double steps = Math.rint(offset * inverseSteps[c]);
      double cut = Math.max(-ExactMoments.LIMIT, Math.min(ExactMoments.LIMIT, steps));
      isClipped |= cut != steps;
      isNarrow &= Math.abs(steps) <= NARROW;
      integers[at + c] = cut;
    }
    clipped += isClipped ? 1 : 0;
    buckets[filled] = design.bucket(hash);
    if (!isNarrow) {
      moments.addWide(integers, at);
      // Its features are still to be taken; zeros add nothing to sums and products.
      Arrays.fill(integers, at, at + dim, 0);
      wide++;
    }
    if (++filled == STRIP) {
      flush();
    }
  }

  private void flush() {
    if (filled == 0) {
      return;
    }
    int count = design.frequencies();
    float[] phases = new float[filled * count];
    float[] strip = filled == STRIP ? shifted : Arrays.copyOf(shifted, filled * dim);
    try (Workers alone = new Workers(1)) {
      moments.addStrip(integers, filled, filled - wide, scratch, alone);
      PanelProduct.multiply(strip, frequencies, dim, phases, alone);
    }
    for (int i = 0; i < filled; i++) {
      features.add(buckets[i], phases, i * count, count);
    }
    filled = 0;
    wide = 0;
  }

  /** Returns the sketch of all rows added; the builder is used up. */
  public Sketch build() {
    flush();
    return new Sketch(design, moments, features, rows, clipped);
  }
}
