package io.geodesy.kernel;

import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All distances between two leaves of 512 rows through {@link BlockJoin}, beside the inner products
 * of the same rows by OpenBLAS and by netlib's vector BLAS, on one thread: {@code 2 512^2 dim}
 * operations each. The lists take nothing, so that the join is the product, the norms and one
 * comparison.
 *
 * <p>OpenBLAS packs its operands inside the call, so the fair partner is {@link #packedJoin}; a
 * leaf is packed once and {@link #join} is what each further use of it costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ProductBenchmark {
  private static final int ROWS = 512;

  /** Columns. */
  @Param({"64", "100", "128", "384", "784"})
  public int dim;

  private float[] left;
  private float[] right;
  private float[] out;
  private float[] norms;
  private FloatPointer nativeLeft;
  private FloatPointer nativeRight;
  private FloatPointer nativeOut;
  private PanelBlock leftBlock;
  private PanelBlock rightBlock;
  private RunningLists leftLists;
  private RunningLists rightLists;
  private BlockJoin join;

  /** Draws the rows and packs them. */
  @Setup(Level.Trial)
  public void draw() {
    left = BenchmarkRows.normals(ROWS, dim, 1);
    right = BenchmarkRows.normals(ROWS, dim, 2);
    norms = new float[ROWS];
    // Rounding in the product is far below this norm, so that no distance comes out at zero.
    Arrays.fill(norms, 2 * dim);
    out = new float[ROWS * ROWS];
    nativeLeft = new FloatPointer(left);
    nativeRight = new FloatPointer(right);
    nativeOut = new FloatPointer((long) ROWS * ROWS);
    openblas.blas_set_num_threads(1);
    PanelKernel kernel = Kernels.panel();
    leftBlock = new PanelBlock(kernel, ROWS, dim);
    rightBlock = new PanelBlock(kernel, ROWS, dim);
    leftLists = new RunningLists(kernel, ROWS, 1);
    rightLists = new RunningLists(kernel, ROWS, 1);
    join = new BlockJoin(kernel, ROWS);
    pack();
    NearestLists full = BenchmarkRows.fullLists(ROWS);
    leftLists.begin(leftBlock, full);
    rightLists.begin(rightBlock, full);
  }

  /** Joins two packed leaves. */
  @Benchmark
  public RunningLists join() {
    join.joinBoth(leftBlock, leftLists, rightBlock, rightLists);
    return leftLists;
  }

  /** Packs two leaves and joins them. */
  @Benchmark
  public RunningLists packedJoin() {
    pack();
    return join();
  }

  /** The inner products by OpenBLAS, on memory outside the heap. */
  @Benchmark
  public FloatPointer openBlas() {
    openblas.cblas_sgemm(
        openblas.CblasColMajor,
        openblas.CblasTrans,
        openblas.CblasNoTrans,
        ROWS,
        ROWS,
        dim,
        1f,
        nativeLeft,
        dim,
        nativeRight,
        dim,
        0f,
        nativeOut,
        ROWS);
    return nativeOut;
  }

  /** The inner products by netlib, as MLlib multiplies matrices. */
  @Benchmark
  public float[] netlib() {
    JavaBLAS.getInstance()
        .sgemm("T", "N", ROWS, ROWS, dim, 1f, left, dim, right, dim, 0f, out, ROWS);
    return out;
  }

  private void pack() {
    leftBlock.packRange(left, norms, 0, ROWS);
    rightBlock.packRange(right, norms, 0, ROWS);
  }
}
