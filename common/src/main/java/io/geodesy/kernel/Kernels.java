package io.geodesy.kernel;

/**
 * Chooses the implementation of {@link PanelKernel} once a process: the vector one where the module
 * {@code jdk.incubator.vector} is present, else the scalar one. The system property {@code
 * io.geodesy.kernel=scalar} forces the latter; the answers have the same bits.
 */
public final class Kernels {
  private static final PanelKernel SCALAR = new ScalarPanelKernel();
  private static final PanelKernel PANEL = choose();

  private Kernels() {}

  /** Returns the kernel of this process; its name is for a log line. */
  public static PanelKernel panel() {
    return PANEL;
  }

  /** Returns the scalar kernel, whatever this process uses. */
  public static PanelKernel scalar() {
    return SCALAR;
  }

  private static PanelKernel choose() {
    if ("scalar".equals(System.getProperty("io.geodesy.kernel"))
        || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return SCALAR;
    }
    try {
      return Class.forName("io.geodesy.kernel.SimdPanelKernel")
          .asSubclass(PanelKernel.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError | IllegalStateException e) {
      return SCALAR;
    }
  }
}
