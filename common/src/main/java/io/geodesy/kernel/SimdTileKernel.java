package io.geodesy.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the {@link PanelKernel}s on the vector module share: the layout, and the norms and limits of
 * values that are sums. The loops over the columns repeat one shape in every kernel: eight sums
 * stay in registers only where what is done to them is written out, since a call through an
 * interface would put each on the heap.
 */
abstract class SimdTileKernel implements PanelKernel {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  static final int WIDTH = 2 * LANES;

  SimdTileKernel() {
    if (WIDTH % TILE_ROWS != 0 || LANES > HIT_BITS) {
      throw new IllegalStateException("Vectors of " + LANES + " floats do not fit");
    }
  }

  @Override
  public final String name() {
    return "simd";
  }

  @Override
  public final int width() {
    return WIDTH;
  }

  /** Adds the norms to the sums of half a panel and compares them with the limits. */
  static int finish(
      FloatVector sums,
      FloatVector bNorms,
      FloatVector bLimits,
      float aNorm,
      float aLimit,
      float[] out,
      int[] hits,
      int half) {
    FloatVector values = sums.add(bNorms.add(aNorm));
    values.intoArray(out, half * LANES);
    return SimdPanelKernel.within(values, bLimits, aLimit, hits, half);
  }
}
