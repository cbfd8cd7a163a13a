package io.geodesy.kernel;

/**
 * Counter-based randomness: every value is a pure function of (seed, position), so any partition
 * can start anywhere and no answer depends on partition number, order or thread.
 *
 * <p>The stream equals {@code new java.util.SplittableRandom(seed).nextDouble()} called in turn
 * (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). Differs from
 * the paper: none.
 */
public final class SeededStream {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private SeededStream() {}

  /**
   * Returns 64 well-mixed bits at a position of a stream.
   *
   * @param seed the stream
   * @param position 0-based
   */
  public static long bits(long seed, long position) {
    return mix(seed + (position + 1) * GOLDEN_GAMMA);
  }

  /**
   * Returns the stream that belongs to a stage, so that two stages with one seed share no values.
   */
  public static long derive(long seed, String stage) {
    long hash = mix(seed ^ GOLDEN_GAMMA);
    for (int i = 0; i < stage.length(); i++) {
      hash = mix(hash ^ stage.charAt(i));
    }
    return hash;
  }

  /** Returns a hash of a row id under a seed: the order in which rows are sampled. */
  public static long hash(long seed, long id) {
    return mix(mix(id ^ GOLDEN_GAMMA) ^ seed);
  }

  /** Returns a hash of a text id under a seed: the order in which rows are sampled. */
  public static long hash(long seed, CharSequence id) {
    long hash = GOLDEN_GAMMA;
    for (int i = 0; i < id.length(); i++) {
      hash = mix(hash ^ id.charAt(i));
    }
    return mix(hash ^ seed);
  }

  /** Returns the uniform value in [0, 1) at a position of a stream. */
  public static double uniform(long seed, long position) {
    return (bits(seed, position) >>> 11) * UNIT;
  }

  /**
   * Returns the standard normal value at a position of a stream, by Box-Muller on the uniform pair
   * it belongs to: even positions take the cosine, odd ones the sine.
   */
  public static double normal(long seed, long position) {
    long pair = position & ~1L;
    double radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, pair)));
    double angle = 2 * Math.PI * uniform(seed, pair + 1);
    return (position & 1) == 0 ? radius * Math.cos(angle) : radius * Math.sin(angle);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
