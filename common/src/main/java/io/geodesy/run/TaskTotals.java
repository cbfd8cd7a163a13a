package io.geodesy.run;

import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * What tasks of Spark came to. Tasks that fail or are computed a second time count too; in one JVM
 * tasks that run side by side each count its pauses.
 *
 * @param tasks that ended
 * @param failed of them
 * @param cpuSeconds of their threads
 * @param gcSeconds of pauses while they ran
 * @param shuffleReadBytes of what they fetched
 * @param shuffleWrittenBytes of what they left for others
 * @param spilledBytes written to disk for want of memory
 * @param peakMemoryBytes that Spark's operators of one task held at most
 */
public record TaskTotals(
    long tasks,
    long failed,
    double cpuSeconds,
    double gcSeconds,
    long shuffleReadBytes,
    long shuffleWrittenBytes,
    long spilledBytes,
    long peakMemoryBytes) {

  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  /** One task; of one that was lost with its executor nothing more is known. */
  static TaskTotals of(SparkListenerTaskEnd task) {
    long failed = task.taskInfo().successful() ? 0 : 1;
    var metrics = task.taskMetrics();
    return metrics == null
        ? new TaskTotals(1, failed, 0, 0, 0, 0, 0, 0)
        : new TaskTotals(
            1,
            failed,
            metrics.executorCpuTime() / NANOS,
            metrics.jvmGCTime() / MILLIS,
            metrics.shuffleReadMetrics().totalBytesRead(),
            metrics.shuffleWriteMetrics().bytesWritten(),
            metrics.diskBytesSpilled(),
            metrics.peakExecutionMemory());
  }

  /** Returns both together. */
  TaskTotals plus(TaskTotals other) {
    return new TaskTotals(
        tasks + other.tasks,
        failed + other.failed,
        cpuSeconds + other.cpuSeconds,
        gcSeconds + other.gcSeconds,
        shuffleReadBytes + other.shuffleReadBytes,
        shuffleWrittenBytes + other.shuffleWrittenBytes,
        spilledBytes + other.spilledBytes,
        Math.max(peakMemoryBytes, other.peakMemoryBytes));
  }

  /** Returns the same with seconds to the millisecond. */
  TaskTotals rounded() {
    return new TaskTotals(
        tasks,
        failed,
        Stopwatch.rounded(cpuSeconds),
        Stopwatch.rounded(gcSeconds),
        shuffleReadBytes,
        shuffleWrittenBytes,
        spilledBytes,
        peakMemoryBytes);
  }
}
