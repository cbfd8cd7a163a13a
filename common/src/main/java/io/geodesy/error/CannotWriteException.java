package io.geodesy.error;

/** The output cannot be created or written: the user mends permissions, space or path. */
public final class CannotWriteException extends GeodesyException {
  /**
   * Makes one.
   *
   * @param message whole sentences: what, the offending value, where, what was expected, what to do
   */
  public CannotWriteException(String message) {
    super(ExitCode.CANNOT_WRITE, message, null);
  }

  /**
   * Makes one with its cause.
   *
   * @param message whole sentences: what, the offending value, where, what was expected, what to do
   * @param cause what failed underneath
   */
  public CannotWriteException(String message, Throwable cause) {
    super(ExitCode.CANNOT_WRITE, message, cause);
  }
}
