package io.geodesy.error;

/** Something outside failed for now: the scheduler retries. */
public final class TransientException extends GeodesyException {
  /**
   * Makes one.
   *
   * @param message whole sentences: what, the offending value, where, what was expected, what to do
   */
  public TransientException(String message) {
    super(ExitCode.TRANSIENT, message, null);
  }

  /**
   * Makes one with its cause.
   *
   * @param message whole sentences: what, the offending value, where, what was expected, what to do
   * @param cause what failed underneath
   */
  public TransientException(String message, Throwable cause) {
    super(ExitCode.TRANSIENT, message, cause);
  }
}
