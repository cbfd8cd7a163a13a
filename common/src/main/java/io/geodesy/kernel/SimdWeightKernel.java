package io.geodesy.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link WeightKernel} on the vector module.
 *
 * <p>Only {@link Kernels} may name this class, and only by reflection: loading it fails where the
 * module is absent.
 */
final class SimdWeightKernel implements WeightKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  SimdWeightKernel() {
    if (16 % LANES != 0) {
      throw new IllegalStateException("Vectors of " + LANES + " floats do not divide a tile");
    }
  }

  @Override
  public void weigh(float[] values, int count, float factor) {
    FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
    FloatVector rounder = FloatVector.broadcast(SPECIES, ROUNDER);
    FloatVector high = FloatVector.broadcast(SPECIES, -LN2_HIGH);
    FloatVector low = FloatVector.broadcast(SPECIES, -LN2_LOW);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < count; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, values, i).mul(-factor);
      VectorMask<Float> isKept = x.compare(VectorOperators.GT, (float) -FLUSHED);
      FloatVector bounded = x.min(zero);
      FloatVector shifted = bounded.fma(log2e, rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(low, n.fma(high, bounded));
      FloatVector p = r.fma(FloatVector.broadcast(SPECIES, C7), FloatVector.broadcast(SPECIES, C6));
      p = p.fma(r, FloatVector.broadcast(SPECIES, C5));
      p = p.fma(r, FloatVector.broadcast(SPECIES, C4));
      p = p.fma(r, FloatVector.broadcast(SPECIES, C3));
      p = p.fma(r, FloatVector.broadcast(SPECIES, 0.5f));
      p = p.fma(r, one);
      p = p.fma(r, one);
      IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      FloatVector weight = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
      zero.blend(weight, isKept).intoArray(values, i);
    }
  }
}
