package io.geodesy.config;

import io.geodesy.error.ConfigException;

/**
 * A value somebody chose, and where.
 *
 * @param key bare ({@code k}) or of one analysis ({@code knn-graph.k})
 * @param value as written
 * @param place as messages name it: {@code --k}, {@code --set k=15}, {@code job.conf line 3}
 */
public record Setting(String key, String value, String place) {
  /**
   * Reads {@code key=value}.
   *
   * @param flag whose argument it is
   * @throws ConfigException if there is no equals sign or no key
   */
  public static Setting parse(String flag, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new ConfigException(
          "%s %s: expected key=value, for instance %s k=15.".formatted(flag, assignment, flag));
    }
    String key = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    String shown = Secrets.isSecret(key) ? key + "=" + Secrets.MASK : assignment;
    return new Setting(key, value, flag + " " + shown);
  }
}
