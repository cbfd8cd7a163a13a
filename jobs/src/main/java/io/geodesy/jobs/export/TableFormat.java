package io.geodesy.jobs.export;

import io.geodesy.config.NearestKey;
import io.geodesy.error.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The files that any published table can be exported as. */
public enum TableFormat {
  /** One Parquet file. */
  PARQUET,
  /** Comma-separated values with a header; for tables without arrays. */
  CSV;

  /**
   * Returns the format a user names.
   *
   * @throws ConfigException naming the nearest known one
   */
  public static TableFormat named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.key().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "--format is %s, which no table is written as. %s"
                        .formatted(name, NearestKey.remedy(name, keys()))));
  }

  /** Returns the names of all formats. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(TableFormat::key).toList();
  }

  private String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
