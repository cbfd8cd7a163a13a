package io.geodesy.jobs.export;

import java.util.List;

/** The files that any published table can be exported as. */
public enum TableFormat {
  /** One Parquet file. */
  PARQUET,
  /** Comma-separated values with a header; for tables without arrays. */
  CSV;

  /**
   * Returns the format a user names.
   *
   * @throws io.geodesy.error.ConfigException naming the nearest known one
   */
  public static TableFormat named(String name) {
    return FormatKeys.named(values(), name, "which no table is written as");
  }

  /** Returns the names of all formats. */
  public static List<String> keys() {
    return FormatKeys.of(values());
  }
}
