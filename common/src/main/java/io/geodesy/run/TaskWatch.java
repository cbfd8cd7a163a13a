package io.geodesy.run;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;

/** Tells a meter of Spark's jobs and tasks, for show only: no count of it decides anything. */
final class TaskWatch extends SparkListener {
  private final ProgressMeter meter;

  TaskWatch(ProgressMeter meter) {
    this.meter = meter;
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    meter.jobStarted(
        CollectionConverters.asJava(job.stageInfos()).stream().mapToInt(StageInfo::numTasks).sum());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    boolean hasMetrics = task.taskMetrics() != null;
    meter.taskEnded(hasMetrics ? task.taskMetrics().outputMetrics().recordsWritten() : 0);
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd job) {
    meter.jobEnded();
  }
}
