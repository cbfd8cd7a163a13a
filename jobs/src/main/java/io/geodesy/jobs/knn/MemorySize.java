package io.geodesy.jobs.knn;

import io.geodesy.error.ConfigException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of memory as users write and read them: {@code 256m}, {@code 4g}. */
final class MemorySize {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([kmgt])");
  private static final String UNITS = "kmgt";
  private static final long KIBI = 1024;

  private MemorySize() {}

  /**
   * Returns the bytes.
   *
   * @param key of the parameter, for the message
   * @param text a whole number and one of the letters k, m, g and t
   */
  static long parse(String key, String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new ConfigException(
          "%s is %s but must be a whole number with k, m, g or t behind it, for instance 256m or 4g, or auto."
              .formatted(key, text));
    }
    long bytes = Long.parseLong(matcher.group(1));
    for (int unit = UNITS.indexOf(matcher.group(2)); unit >= 0; unit--) {
      bytes *= KIBI;
    }
    return bytes;
  }

  /** Returns a size in words, rounded up: {@code 12 MiB}, {@code 4.5 GiB}. */
  static String words(long bytes) {
    return bytes < 10L << 30
        ? "%,d MiB".formatted((bytes + (1 << 20) - 1) >> 20)
        : String.format(Locale.ROOT, "%,.1f GiB", bytes / (double) (1L << 30));
  }
}
