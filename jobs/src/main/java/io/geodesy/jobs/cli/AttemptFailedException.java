package io.geodesy.jobs.cli;

/** An attempt of a run failed in another process: this one ends as that one did. */
final class AttemptFailedException extends RuntimeException {
  private final int exitCode;

  AttemptFailedException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Returns the exit code of the attempt. */
  int exitCode() {
    return exitCode;
  }
}
