package io.geodesy.moment;

import java.io.Serializable;

/**
 * Everything that is kept of a group of rows so that it can be compared with any other later,
 * without the rows: count, sums and second moments, sums of random features by bucket, and a hashed
 * sample.
 *
 * <p>{@code merge(sketch(A), sketch(B))} equals {@code sketch(A and B)} bit for bit, for any split
 * and any tree: class D0. Size: {@code 8 dim^2 + 16 buckets frequencies + 4 dim sampleRows} bytes.
 *
 * @param design shared by all that are merged or compared
 * @param moments of the rows on the design's grid
 * @param features by bucket
 * @param rows the sample
 * @param clipped rows with a value so far outside the grid that it was cut
 */
public record Sketch(
    SketchDesign design, ExactMoments moments, FeatureSums features, HashedRows rows, long clipped)
    implements Serializable {
  /** Returns the number of rows. */
  public long count() {
    return moments.count();
  }

  /** Returns the mean, {@code dim}; at least one row. */
  public double[] mean() {
    return moments.mean(design);
  }

  /** Returns the sample covariance, {@code dim x dim}. */
  public double[] covariance() {
    return moments.covariance(design);
  }

  /**
   * Returns the sketch of these rows and others.
   *
   * @throws IllegalArgumentException if it was made with another design
   */
  public Sketch merge(Sketch other) {
    if (!design.equals(other.design)) {
      throw new IllegalArgumentException("Sketches of two designs cannot be merged");
    }
    return new Sketch(
        design,
        moments.merge(other.moments),
        features.merge(other.features),
        rows.merge(other.rows),
        clipped + other.clipped);
  }
}
