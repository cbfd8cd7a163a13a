package io.geodesy.error;

/** A flag, a key or a configuration file is wrong: the user mends the call. */
public final class ConfigException extends GeodesyException {
  /**
   * Makes one.
   *
   * @param message whole sentences: what, the offending value, where, what was expected, what to do
   */
  public ConfigException(String message) {
    super(ExitCode.CONFIG, message, null);
  }

  /**
   * Makes one with its cause.
   *
   * @param message whole sentences: what, the offending value, where, what was expected, what to do
   * @param cause what failed underneath
   */
  public ConfigException(String message, Throwable cause) {
    super(ExitCode.CONFIG, message, cause);
  }
}
