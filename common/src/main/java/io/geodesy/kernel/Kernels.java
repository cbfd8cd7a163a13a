package io.geodesy.kernel;

/**
 * Chooses the implementations of {@link PanelKernel}, {@link PairKernel}, {@link ByteKernel},
 * {@link WeightKernel} and {@link BlockKernel} once a process: vector ones where the module {@code
 * jdk.incubator.vector} is present, else scalar ones. The system property {@code
 * io.geodesy.kernel=scalar} forces the latter; the answers have the same bits.
 */
public final class Kernels {
  private static final PanelKernel SCALAR_PANEL = new ScalarPanelKernel();
  private static final PairKernel SCALAR_PAIR = new ScalarPairKernel();
  private static final ByteKernel SCALAR_BYTES = new ScalarByteKernel();
  private static final WeightKernel SCALAR_WEIGHT = new ScalarWeightKernel();
  private static final BlockKernel SCALAR_BLOCK = new ScalarBlockKernel();
  private static final PanelKernel PANEL =
      choose("io.geodesy.kernel.SimdPanelKernel", PanelKernel.class, SCALAR_PANEL);
  private static final PanelKernel MANHATTAN =
      choose(
          "io.geodesy.kernel.SimdManhattanPanelKernel",
          PanelKernel.class,
          new ManhattanPanelKernel());
  private static final PanelKernel HAMMING =
      choose(
          "io.geodesy.kernel.SimdHammingPanelKernel", PanelKernel.class, new HammingPanelKernel());
  private static final PairKernel PAIR =
      choose(
          "io.geodesy.kernel.SimdPairKernel",
          PairKernel.class,
          choose("io.geodesy.kernel.SimdShortPairKernel", PairKernel.class, SCALAR_PAIR));
  private static final ByteKernel BYTES =
      choose("io.geodesy.kernel.SimdByteKernel", ByteKernel.class, SCALAR_BYTES);
  private static final WeightKernel WEIGHT =
      choose("io.geodesy.kernel.SimdWeightKernel", WeightKernel.class, SCALAR_WEIGHT);
  private static final BlockKernel BLOCK =
      choose("io.geodesy.kernel.SimdBlockKernel", BlockKernel.class, SCALAR_BLOCK);

  private Kernels() {}

  /** Returns the kernel of this process for panels; its name is for a log line. */
  public static PanelKernel panel() {
    return PANEL;
  }

  /** Returns the kernel of this process whose values are sums of absolute differences. */
  public static PanelKernel manhattanPanel() {
    return MANHATTAN;
  }

  /** Returns the kernel of this process whose values count the columns that differ. */
  public static PanelKernel hammingPanel() {
    return HAMMING;
  }

  /** Returns the kernel of this process for pairs. */
  public static PairKernel pair() {
    return PAIR;
  }

  /** Returns the kernel of this process for rows of bytes. */
  public static ByteKernel bytes() {
    return BYTES;
  }

  /** Returns the scalar kernel for rows of bytes, whatever this process uses. */
  static ByteKernel scalarBytes() {
    return SCALAR_BYTES;
  }

  /** Returns the kernel of this process for Gaussian weights. */
  static WeightKernel weight() {
    return WEIGHT;
  }

  /** Returns the scalar kernel for Gaussian weights, whatever this process uses. */
  static WeightKernel scalarWeight() {
    return SCALAR_WEIGHT;
  }

  /** Returns the kernel of this process for blocks of vectors. */
  public static BlockKernel block() {
    return BLOCK;
  }

  /** Returns the scalar kernel for panels, whatever this process uses. */
  public static PanelKernel scalarPanel() {
    return SCALAR_PANEL;
  }

  /** Returns the scalar kernel for pairs, whatever this process uses. */
  public static PairKernel scalarPair() {
    return SCALAR_PAIR;
  }

  /** Returns the scalar kernel for blocks of vectors, whatever this process uses. */
  public static BlockKernel scalarBlock() {
    return SCALAR_BLOCK;
  }

  /** Returns the named implementation, or the scalar one where it cannot be made. */
  static <T> T choose(String name, Class<T> type, T scalar) {
    if ("scalar".equals(System.getProperty("io.geodesy.kernel"))
        || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return scalar;
    }
    try {
      return Class.forName(name).asSubclass(type).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError | IllegalStateException e) {
      return scalar;
    }
  }
}
