package io.geodesy.kernel;

/** {@link WeightKernel} in plain Java; the bits are those of the vector implementation. */
final class ScalarWeightKernel implements WeightKernel {
  @Override
  public void weigh(float[] values, int count, float factor) {
    for (int i = 0; i < count; i++) {
      float x = values[i] * -factor;
      values[i] = x > -FLUSHED ? exponential(Math.min(x, 0f)) : 0f;
    }
  }

  private static float exponential(float x) {
    float shifted = Math.fma(x, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = Math.fma(C7, r, C6);
    p = Math.fma(p, r, C5);
    p = Math.fma(p, r, C4);
    p = Math.fma(p, r, C3);
    p = Math.fma(p, r, 0.5f);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << 23));
  }
}
