package io.geodesy.kernel;

import java.util.concurrent.TimeUnit;
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
 * What choosing the k' nearest costs beside the distances: a leaf of 512 rows joined with itself,
 * one thread. {@link #nothing} takes no distance and is subtracted from the others; a leaf has
 * {@code 512 * 511 / 2} distances, each of them offered to two rows.
 *
 * <p>Warm: the rows have met three other leaves, as in a search of fanout 4, and start from the
 * limits of these. First: the lists are empty. Both include the merge into shared lists.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SelectionBenchmark {
  private static final int ROWS = 512;
  private static final int DIM = 64;
  private static final int EARLIER = 3;

  /** Length of the lists: k' at k = 15 on all columns and on leading axes, and at k = 100. */
  @Param({"15", "23", "40", "150"})
  public int candidates;

  private PanelBlock block;
  private BlockJoin join;
  private RunningLists lists;
  private RunningLists none;
  private NearestLists before;
  private NearestLists empty;
  private NearestLists after;

  /** Draws one leaf and three others of the same neighbourhood, and joins it with these. */
  @Setup(Level.Trial)
  public void draw() {
    float[] rows = BenchmarkRows.powerLaw((1 + EARLIER) * ROWS, DIM, 3);
    float[] norms = BenchmarkRows.squaredNorms(rows, DIM);
    PanelKernel kernel = Kernels.panel();
    block = new PanelBlock(kernel, ROWS, DIM);
    block.packRange(rows, norms, 0, ROWS);
    join = new BlockJoin(kernel, ROWS);
    lists = new RunningLists(kernel, ROWS, candidates);
    empty = new NearestLists(ROWS, candidates);
    before = new NearestLists(ROWS, candidates);
    PanelBlock other = new PanelBlock(kernel, ROWS, DIM);
    for (int leaf = 1; leaf <= EARLIER; leaf++) {
      other.packRange(rows, norms, leaf * ROWS, (leaf + 1) * ROWS);
      lists.begin(block, before);
      join.joinTo(block, lists, other);
      lists.mergeInto(before, block);
    }
    after = before.snapshot();
    none = new RunningLists(kernel, ROWS, 1);
    none.begin(block, BenchmarkRows.fullLists(ROWS));
  }

  /** Distances that nobody takes. */
  @Benchmark
  public RunningLists nothing() {
    join.joinSelf(block, none);
    return none;
  }

  /** A leaf after three others. */
  @Benchmark
  public NearestLists warm() {
    return select(before);
  }

  /** The first leaf of its rows. */
  @Benchmark
  public NearestLists first() {
    return select(empty);
  }

  private NearestLists select(NearestLists shared) {
    lists.begin(block, shared);
    join.joinSelf(block, lists);
    lists.mergeInto(after, block);
    return after;
  }
}
