package io.geodesy.error;

/** The input data is not what the contract says: the user mends the data. */
public final class DataException extends GeodesyException {
  /**
   * Makes one.
   *
   * @param message whole sentences: what, the offending value, where, what was expected, what to do
   */
  public DataException(String message) {
    super(ExitCode.DATA, message, null);
  }

  /**
   * Makes one with its cause.
   *
   * @param message whole sentences: what, the offending value, where, what was expected, what to do
   * @param cause what failed underneath
   */
  public DataException(String message, Throwable cause) {
    super(ExitCode.DATA, message, cause);
  }
}
