package io.geodesy.jobs.export;

import io.geodesy.config.NearestKey;
import io.geodesy.error.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The files that a neighbour graph can be exported as. */
public enum GraphFormat {
  /** A compressed sparse row matrix of distances, as {@code scipy.sparse.load_npz} reads it. */
  CSR_NPZ,
  /** A Parquet file with the column that embedding viewers take. */
  VIEWER;

  /**
   * Returns the format a user names.
   *
   * @throws ConfigException naming the nearest known one
   */
  public static GraphFormat named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.key().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "--format is %s, which is not known. %s"
                        .formatted(name, NearestKey.remedy(name, keys()))));
  }

  /** Returns the names of all formats. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(GraphFormat::key).toList();
  }

  private String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
