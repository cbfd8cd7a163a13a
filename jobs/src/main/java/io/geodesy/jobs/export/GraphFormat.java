package io.geodesy.jobs.export;

import java.util.List;

/** The files that a neighbour graph can be exported as. */
public enum GraphFormat {
  /** A compressed sparse row matrix of distances, as {@code scipy.sparse.load_npz} reads it. */
  CSR_NPZ,
  /** A Parquet file with the column that embedding viewers take. */
  VIEWER;

  /**
   * Returns the format a user names.
   *
   * @throws io.geodesy.error.ConfigException naming the nearest known one
   */
  public static GraphFormat named(String name) {
    return FormatKeys.named(values(), name, "which is not known");
  }

  /** Returns the names of all formats. */
  public static List<String> keys() {
    return FormatKeys.of(values());
  }
}
