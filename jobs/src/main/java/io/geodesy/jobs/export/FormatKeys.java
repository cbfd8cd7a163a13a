package io.geodesy.jobs.export;

import io.geodesy.config.NearestKey;
import io.geodesy.error.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The names of formats as users type them. */
final class FormatKeys {
  private FormatKeys() {}

  static List<String> of(Enum<?>[] formats) {
    return Arrays.stream(formats).map(FormatKeys::key).toList();
  }

  /**
   * Returns the format a user names.
   *
   * @param refusal what is wrong with any other name, a clause that begins with which
   * @throws ConfigException naming the nearest known one
   */
  static <F extends Enum<F>> F named(F[] formats, String name, String refusal) {
    return Arrays.stream(formats)
        .filter(format -> key(format).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "--format is %s, %s. %s"
                        .formatted(name, refusal, NearestKey.remedy(name, of(formats)))));
  }

  private static String key(Enum<?> format) {
    return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
