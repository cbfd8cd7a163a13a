package io.geodesy.jobs.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Faults inside executors, which Spark loads as a plugin: a process that ends in the middle of a
 * task as if it had been killed, or a task that is slow until a copy of it runs elsewhere. What is
 * to happen stands in a folder that driver and executors see; without an order nothing happens.
 */
public final class ExecutorFaults implements SparkPlugin {
  private static final String FOLDER = "spark.geodesy.test.faults";
  private static final int EXIT = 42;
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** What happens to one task of a stage, if not said otherwise. */
  public enum Fault {
    /** Its executor is lost when it begins, with all that the executor kept of other stages. */
    LOST_AT_START,
    /** Its executor is lost when all is computed and written, but nobody was told. */
    LOST_AT_END,
    /** Whichever executor takes up a task is lost. */
    LOST_ALWAYS,
    /** It waits before it computes, until a copy of it begins. */
    SLOW_AT_START,
    /** It waits when all is written and nobody was told, until a copy of it has ended. */
    SLOW_AT_END
  }

  /** Returns Spark's settings under which faults can be ordered in a folder. */
  public static Map<String, String> settings(Path folder) {
    return Map.of(
        "spark.plugins",
        ExecutorFaults.class.getName(),
        FOLDER,
        folder.toAbsolutePath().toString());
  }

  /** Orders a fault for some stages. */
  public static void order(Path folder, Fault fault, Set<Integer> stages) {
    cancel(folder);
    try {
      for (int stage : stages) {
        Files.createFile(folder.resolve(name(fault, stage)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends every fault, and forgets where it happened. */
  public static void cancel(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the stages in which the ordered fault happened. */
  public static Set<Integer> stages(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("stage-"))
          .map(name -> Integer.valueOf(name.substring("stage-".length())))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Fault fault, int stage) {
    return fault + "-" + stage;
  }

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new InExecutor();
  }

  private static final class InExecutor implements ExecutorPlugin {
    /** Spark forgets the context before it says that a task succeeded. */
    private static final ThreadLocal<TaskContext> RUNNING = new ThreadLocal<>();

    private Path folder;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      folder = Path.of(context.conf().get(FOLDER));
    }

    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      RUNNING.set(task);
      if (isCopy(task)) {
        create(copy(task, "begun"));
      }
      if (isOrdered(Fault.LOST_ALWAYS, task)
          || (isOrdered(Fault.LOST_AT_START, task) && isChosen(task))) {
        Runtime.getRuntime().halt(EXIT);
      }
      if (isOrdered(Fault.SLOW_AT_START, task) && isChosen(task)) {
        waitFor(copy(task, "begun"), task);
      }
    }

    @Override
    public void onTaskSucceeded() {
      TaskContext task = RUNNING.get();
      if (isOrdered(Fault.LOST_AT_END, task) && isChosen(task)) {
        Runtime.getRuntime().halt(EXIT);
      }
      if (isOrdered(Fault.SLOW_AT_END, task) && isChosen(task)) {
        waitFor(copy(task, "ended"), task);
      }
      end(task);
    }

    @Override
    public void onTaskFailed(TaskFailedReason reason) {
      end(RUNNING.get());
    }

    private void end(TaskContext task) {
      if (isCopy(task)) {
        create(copy(task, "ended"));
      }
    }

    private boolean isOrdered(Fault fault, TaskContext task) {
      return Files.exists(folder.resolve(name(fault, task.stageId())));
    }

    /** One task of a stage, whichever asks first. */
    private boolean isChosen(TaskContext task) {
      return task.attemptNumber() == 0 && create(folder.resolve("stage-" + task.stageId()));
    }

    private static boolean isCopy(TaskContext task) {
      return task.attemptNumber() > 0;
    }

    private Path copy(TaskContext task, String state) {
      return folder.resolve("copy-%d-%d-%s".formatted(task.stageId(), task.partitionId(), state));
    }

    /** Until the file is there, the task is to end, or too long. */
    private static void waitFor(Path file, TaskContext task) {
      long end = System.nanoTime() + SLOW_NANOS;
      while (!Files.exists(file) && !task.isInterrupted() && System.nanoTime() < end) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }

    private static boolean create(Path file) {
      try {
        Files.createFile(file);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
