package io.geodesy.jobs.knn;

import io.geodesy.kernel.Kernels;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log, once a process, which kernel compares rows, and how to get the fast one. */
final class KernelNotice {
  private static final Logger LOG = LoggerFactory.getLogger(KernelNotice.class);
  private static final AtomicBoolean IS_SAID = new AtomicBoolean();

  private KernelNotice() {}

  static void sayOnce() {
    if (IS_SAID.getAndSet(true)) {
      return;
    }
    String kernel = Kernels.panel().name();
    if (kernel.equals("scalar")) {
      LOG.warn(
          scalar(
              System.getProperty("io.geodesy.kernel"),
              ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()));
    } else {
      LOG.info("Rows are compared by the {} kernel.", kernel);
    }
  }

  /**
   * Returns why rows are compared by the scalar kernel, and the remedy.
   *
   * @param forced value of the system property io.geodesy.kernel, or null
   * @param hasModule whether the vector module is in this process
   */
  static String scalar(String forced, boolean hasModule) {
    String slow = "Rows are compared by the scalar kernel, with the same answers but more slowly: ";
    if ("scalar".equals(forced)) {
      return slow + "the system property io.geodesy.kernel is scalar. Remove it.";
    }
    return hasModule
        ? slow
            + "module jdk.incubator.vector is there, but its kernel does not load on this Java. Use JDK 17."
        : slow
            + "module jdk.incubator.vector is not in this process. Start Java with --add-modules jdk.incubator.vector.";
  }
}
