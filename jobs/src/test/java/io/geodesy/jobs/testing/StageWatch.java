package io.geodesy.jobs.testing;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** What Spark did between {@link #begin} and {@link #end}: jobs, stages and what they moved. */
public final class StageWatch extends SparkListener {
  private final SparkContext context;
  private final AtomicInteger jobs = new AtomicInteger();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong shuffleBytes = new AtomicLong();
  private final Set<Integer> ran = new ConcurrentSkipListSet<>();
  private final Set<Integer> wroteShuffle = new ConcurrentSkipListSet<>();
  private final Set<Integer> readShuffle = new ConcurrentSkipListSet<>();
  private final Set<Integer> wroteFiles = new ConcurrentSkipListSet<>();
  private final Set<Integer> copied = new ConcurrentSkipListSet<>();

  private StageWatch(SparkContext context) {
    this.context = context;
  }

  /** Begins to watch a session. */
  public static StageWatch begin(SparkContext context) {
    StageWatch watch = new StageWatch(context);
    context.addSparkListener(watch);
    return watch;
  }

  /** Ends it, when all has been seen. */
  public void end() {
    settle();
    context.removeSparkListener(this);
  }

  /** Returns a stage that is after all that were. */
  public int nextStage() {
    settle();
    return next.get();
  }

  public int jobs() {
    return jobs.get();
  }

  /** Returns the stages that ran; a stage that ran again counts once. */
  public SortedSet<Integer> stages() {
    return new TreeSet<>(ran);
  }

  public long shuffleBytes() {
    return shuffleBytes.get();
  }

  /** Returns the stages that wrote for a shuffle. */
  public SortedSet<Integer> mapStages() {
    return new TreeSet<>(wroteShuffle);
  }

  /** Returns the stages that read from a shuffle. */
  public SortedSet<Integer> reduceStages() {
    return new TreeSet<>(readShuffle);
  }

  /** Returns the stages that wrote files. */
  public SortedSet<Integer> writingStages() {
    return new TreeSet<>(wroteFiles);
  }

  /** Returns the stages of which Spark ran a task a second time because it was slow. */
  public SortedSet<Integer> copiedStages() {
    return new TreeSet<>(copied);
  }

  private void settle() {
    try {
      context.listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException("Spark does not tell what happened", e);
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    if (job.stageInfos().nonEmpty()) {
      jobs.incrementAndGet();
    }
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    next.accumulateAndGet(stage.stageInfo().stageId() + 1, Math::max);
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted stage) {
    int id = stage.stageInfo().stageId();
    TaskMetrics metrics = stage.stageInfo().taskMetrics();
    ran.add(id);
    shuffleBytes.addAndGet(metrics.shuffleWriteMetrics().bytesWritten());
    addIf(metrics.shuffleWriteMetrics().bytesWritten() > 0, id, wroteShuffle);
    addIf(metrics.shuffleReadMetrics().totalBytesRead() > 0, id, readShuffle);
    addIf(metrics.outputMetrics().bytesWritten() > 0, id, wroteFiles);
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart task) {
    addIf(task.taskInfo().speculative(), task.stageId(), copied);
  }

  private static void addIf(boolean isSo, int stage, Set<Integer> stages) {
    if (isSo) {
      stages.add(stage);
    }
  }
}
