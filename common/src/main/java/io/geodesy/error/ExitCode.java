package io.geodesy.error;

/**
 * What a process says to its scheduler: one number a remedy, after {@code sysexits.h} where it has
 * one.
 */
public enum ExitCode {
  /** The run is published, or was already. */
  DONE(0),
  /** A bug in Geodesy. */
  BUG(1),
  /** A flag, key or file of the configuration is wrong; retrying cannot help. */
  CONFIG(2),
  /** Everything is published, and what the caller asked to fail on was found. */
  ALARM(3),
  /** The data or a published run contradicts what was asked; retrying cannot help. */
  DATA(65),
  /** The output cannot be written. */
  CANNOT_WRITE(73),
  /** Something outside failed for now; retrying may help. */
  TRANSIENT(75);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** Returns the process exit status. */
  public int code() {
    return code;
  }
}
