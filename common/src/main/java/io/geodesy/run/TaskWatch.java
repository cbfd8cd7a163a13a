package io.geodesy.run;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells a meter of Spark's jobs and tasks, for show and for the manifest: no count of it decides
 * anything. Jobs are known to be a step's by a property that threads of the driver inherit.
 */
final class TaskWatch extends SparkListener {
  private static final Logger LOG = LoggerFactory.getLogger(TaskWatch.class);
  private static final String STEP = "geodesy.step";
  private static final String NO_MORE = "geodesy.no-more";
  private static final long PATIENCE_SECONDS = 10;

  private final ProgressMeter meter;
  private final Map<Integer, String> steps = new HashMap<>();
  private final CountDownLatch heardAll = new CountDownLatch(1);

  TaskWatch(ProgressMeter meter) {
    this.meter = meter;
  }

  /** Says which step the jobs of this thread, and of those it starts, belong to from now on. */
  static void begin(SparkSession session, String step) {
    session.sparkContext().setLocalProperty(STEP, step);
  }

  /** The jobs of this thread are no step's any more. */
  static void end(SparkSession session) {
    session.sparkContext().setLocalProperty(STEP, null);
  }

  /**
   * Waits until Spark has told of every task that ended so far: it tells of them in order, later. A
   * job without tasks says that all before it are told. A driver too busy to tell in ten seconds
   * leaves the totals short.
   */
  void hearAll(SparkSession session) {
    String step = session.sparkContext().getLocalProperty(STEP);
    begin(session, NO_MORE);
    new JavaSparkContext(session.sparkContext()).emptyRDD().collect();
    begin(session, step);
    try {
      if (!heardAll.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Spark is late in telling of its tasks; the manifest counts those it told of.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    var stages = CollectionConverters.asJava(job.stageInfos());
    String step = job.properties() == null ? null : job.properties().getProperty(STEP);
    if (NO_MORE.equals(step)) {
      heardAll.countDown();
    } else if (step != null) {
      stages.forEach(stage -> steps.put(stage.stageId(), step));
    }
    meter.jobStarted(stages.stream().mapToInt(StageInfo::numTasks).sum());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    boolean hasMetrics = task.taskMetrics() != null;
    meter.taskEnded(hasMetrics ? task.taskMetrics().outputMetrics().recordsWritten() : 0);
    String step = steps.get(task.stageId());
    if (step != null) {
      meter.add(step, TaskTotals.of(task));
    }
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd job) {
    meter.jobEnded();
  }
}
