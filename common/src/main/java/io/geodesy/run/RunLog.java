package io.geodesy.run;

import io.geodesy.error.ExitCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What a run does, a line an event, for those who read logs by machine. Every line of the driver's
 * thread, Spark's too, carries the diagnostic keys {@code run}, {@code step} and, while a table is
 * committed, {@code table}. People see the progress instead: these lines are of level INFO, which
 * the console leaves out.
 */
final class RunLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.geodesy.run");
  private static final String RUN = "run";
  private static final String STEP = "step";
  private static final String TABLE = "table";

  private RunLog() {}

  /** Begins the lines of a run. */
  static void begin(String key) {
    MDC.put(RUN, key);
    LOG.info("The run begins.");
  }

  /** From now on lines are a step's. */
  static void step(String name) {
    MDC.put(STEP, name);
    LOG.info("The step begins.");
  }

  /** A stage is committed. */
  static void committed(StageRecord record) {
    String table = record.table().isEmpty() ? record.stage() : record.table();
    MDC.put(TABLE, table);
    LOG.info(
        "Committed {} rows, written in {} s, read back in {} s.",
        record.rows(),
        record.writeSeconds(),
        record.checkSeconds());
    MDC.remove(TABLE);
  }

  /** The run is published. */
  static void published(Manifest manifest) {
    LOG.info("Published after {} s.", manifest.seconds());
  }

  /** The run was published before. */
  static void alreadyDone() {
    LOG.info("The run is published already.");
  }

  /** The call failed, or was turned away. */
  static void failed(ExitCode code, String message) {
    LOG.error("Failed with exit code {}: {}", code.code(), message);
  }

  /** Ends the lines of a run. */
  static void end() {
    MDC.remove(STEP);
    MDC.remove(RUN);
  }
}
