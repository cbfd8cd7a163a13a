package io.geodesy.error;

/**
 * Any failure with a known remedy; its message is shown to the user as it stands, without a stack
 * trace.
 */
public abstract class GeodesyException extends RuntimeException {
  private final ExitCode exitCode;

  GeodesyException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** Returns the exit status this failure becomes. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
