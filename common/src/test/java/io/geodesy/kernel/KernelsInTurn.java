package io.geodesy.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A process that runs the kernels named by its arguments, one after the other, and prints for each
 * how many bytes a call allocates in the end: a vector that is in no register is an object.
 */
final class KernelsInTurn {
  static final int DIM = 512;

  private static final int CALLS = 200;

  /** More than the compiler asks for. */
  private static final int MOST_ROUNDS = 1000;

  /** Rounds that every kernel runs at least, so that those after it find its traces. */
  private static final int LEAST_ROUNDS = 200;

  private KernelsInTurn() {}

  public static void main(String[] names) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Map<String, Runnable> kernels = kernels();
    for (String name : names) {
      Runnable kernel = kernels.get(name);
      long least = Long.MAX_VALUE;
      for (int round = 0; round < LEAST_ROUNDS || (least > 0 && round < MOST_ROUNDS); round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int call = 0; call < CALLS; call++) {
          kernel.run();
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      System.out.println(name + " " + least / CALLS);
    }
  }

  private static Map<String, Runnable> kernels() {
    float[] rows = PanelKernelTest.normals(64 * DIM, 1);
    Map<String, Runnable> kernels = new LinkedHashMap<>();
    kernels.put("pair", () -> Kernels.pair().squared(rows, 0, rows, DIM, DIM));
    kernels.put("scaled", () -> Kernels.pair().squaredScaled(rows, 0, 2, rows, DIM, 3, DIM));
    kernels.put("panel", tile(Kernels.panel(), rows));
    kernels.put("manhattan", tile(Kernels.manhattanPanel(), rows));
    kernels.put("hamming", tile(Kernels.hammingPanel(), rows));
    kernels.put("bytes", bytes());
    float[] distances = new float[DIM];
    kernels.put("weights", () -> Kernels.weight().weigh(distances, DIM, 0.5f));
    double[] columns = new double[DIM * 8];
    double[] sums = new double[8 * 8];
    kernels.put(
        "gram", () -> Kernels.block().addWideGram(columns, 4, columns, 0, 8, 0, DIM, sums, 0));
    double[] out = new double[DIM * 8];
    kernels.put(
        "product", () -> Kernels.block().addWideProduct(columns, 4, sums, 0, out, 0, 8, DIM));
    kernels.put("sparse", sparse(columns));
    return kernels;
  }

  private static Runnable tile(PanelKernel kernel, float[] rows) {
    int width = kernel.width();
    PanelBlock block = new PanelBlock(kernel, width, DIM);
    float[] norms = new float[2 * width];
    float[] nothing = new float[2 * width];
    Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
    block.packRange(rows, norms, 0, width);
    float[] panel = block.values();
    float[] tile = new float[PanelKernel.TILE_ROWS * width];
    int[] hits = new int[2 * PanelKernel.TILE_ROWS];
    return () ->
        kernel.tile(panel, 0, panel, 0, DIM, norms, nothing, 0, norms, nothing, 0, tile, hits);
  }

  private static Runnable bytes() {
    int[] others = {DIM, 2 * DIM, 3 * DIM, 5 * DIM};
    int[] out = new int[ByteKernel.FOUR];
    byte[] rows = new byte[6 * DIM];
    float[] floats = new float[rows.length];
    float[] centre = new float[DIM];
    return () -> {
      Kernels.bytes().pack(floats, 0, DIM, 0, rows, 0);
      Kernels.bytes().squaredOfFour(rows, 0, others, DIM, out);
      Kernels.bytes().centre(rows, DIM, centre, floats, 0);
    };
  }

  private static Runnable sparse(double[] columns) {
    int[] offsets = {0, DIM};
    int[] neighbors = new int[DIM];
    Arrays.setAll(neighbors, i -> i * 7 % DIM);
    float[] weights = new float[DIM];
    double[] out = new double[8];
    return () -> Kernels.block().sparseProduct(offsets, neighbors, weights, columns, out, 8, 0, 1);
  }
}
