package io.geodesy.error;

/** A published run with this key differs from what was asked: the user picks another key. */
public final class ConflictException extends GeodesyException {
  /**
   * Makes one.
   *
   * @param message whole sentences: what, the offending value, where, what was expected, what to do
   */
  public ConflictException(String message) {
    super(ExitCode.DATA, message, null);
  }

  /**
   * Makes one with its cause.
   *
   * @param message whole sentences: what, the offending value, where, what was expected, what to do
   * @param cause what failed underneath
   */
  public ConflictException(String message, Throwable cause) {
    super(ExitCode.DATA, message, cause);
  }
}
