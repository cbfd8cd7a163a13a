package io.geodesy.run;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells a meter of Spark's jobs and tasks, for show and for the manifest: no count of it decides
 * anything. Jobs are known to be a step's by a property that threads of the driver inherit.
 */
final class TaskWatch extends SparkListener {
  private static final String STEP = "geodesy.step";

  private final ProgressMeter meter;
  private final Map<Integer, String> steps = new HashMap<>();

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

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    var stages = CollectionConverters.asJava(job.stageInfos());
    String step = job.properties() == null ? null : job.properties().getProperty(STEP);
    if (step != null) {
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
