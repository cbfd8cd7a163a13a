package io.geodesy.jobs.knn;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * What a plan may count on.
 *
 * @param driverBytes heap of the driver
 * @param taskProcessBytes heap of a process that runs tasks
 * @param tasksPerProcess tasks that share it
 * @param tasks that run at a time in all
 * @param threadsPerTask cores of a task
 */
record Machine(
    long driverBytes, long taskProcessBytes, int tasksPerProcess, int tasks, int threadsPerTask) {

  /** One process with some cores. */
  static Machine local(long heap, int cores) {
    return new Machine(heap, heap, cores, cores, 1);
  }

  /** What a session runs on. */
  static Machine of(SparkSession session) {
    SparkConf conf = session.sparkContext().conf();
    long heap = Runtime.getRuntime().maxMemory();
    int threads = conf.getInt("spark.task.cpus", 1);
    int tasks = Math.max(1, session.sparkContext().defaultParallelism() / threads);
    if (session.sparkContext().isLocal()) {
      return new Machine(heap, heap, tasks, tasks, threads);
    }
    long executor = conf.getSizeAsBytes("spark.executor.memory", "1g");
    int cores = conf.getInt("spark.executor.cores", Math.max(1, threads));
    return new Machine(heap, executor, Math.max(1, cores / threads), tasks, threads);
  }

  /** Returns the cores of all tasks that run at a time. */
  int cores() {
    return tasks * threadsPerTask;
  }
}
