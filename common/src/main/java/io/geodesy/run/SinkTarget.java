package io.geodesy.run;

import io.geodesy.error.ConfigException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * Where published tables are written besides Parquet.
 *
 * @param format of the tables
 * @param namespace a catalog of the session and a namespace in it, {@code catalog.db}; for Delta
 *     also an absolute path or URI, below which every table has a folder
 */
public record SinkTarget(Format format, String namespace) {
  private static final Pattern CATALOG_AND_NAMESPACE = Pattern.compile("[^.`/:\\s]+(\\.[^.`/:]+)+");
  private static final String SESSION_CATALOG = "spark_catalog";

  /** A table format. */
  public enum Format {
    ICEBERG,
    DELTA;

    /** Tables of one run need no shuffle by {@code run}, which has one value. */
    Map<String, String> writeOptions() {
      return this == ICEBERG
          ? Map.of("distribution-mode", "none", "fanout-enabled", "true")
          : Map.of();
    }

    /** Returns its name in SQL and on the command line. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that the namespace can be one of the format. */
  public SinkTarget {
    boolean isName = CATALOG_AND_NAMESPACE.matcher(namespace).matches();
    boolean isPath = format == Format.DELTA && isAbsolute(namespace);
    if (!isName && !isPath) {
      throw new ConfigException(
          "--sink-namespace is '%s' but must be a catalog of the Spark session and a namespace in it, for instance lake.geodesy%s."
              .formatted(namespace, format == Format.DELTA ? ", or an absolute path or URI" : ""));
    }
  }

  /**
   * Reads a target.
   *
   * @throws ConfigException if there is no such format, or the namespace cannot be one
   */
  public static SinkTarget parse(String format, String namespace) {
    return new SinkTarget(
        Arrays.stream(Format.values())
            .filter(known -> known.key().equals(format))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigException(
                        "--sink is '%s' but must be iceberg or delta. Parquet is written always."
                            .formatted(format))),
        namespace);
  }

  private static boolean isAbsolute(String path) {
    return path.contains("/") && new Path(path).isAbsolute();
  }

  /** Returns whether tables lie below a path rather than in a namespace. */
  boolean isPath() {
    return namespace.contains("/");
  }

  /** Returns the catalog of the session that makes the tables. */
  String catalog() {
    return isPath() ? SESSION_CATALOG : namespace.substring(0, namespace.indexOf('.'));
  }

  /** Returns the namespace as SQL takes it; not for paths. */
  String quotedNamespace() {
    return Arrays.stream(namespace.split("\\.", -1))
        .map(SinkTarget::quoted)
        .collect(Collectors.joining("."));
  }

  /** Returns a table as SQL takes it. */
  String identifier(String table) {
    return isPath()
        ? "delta." + quoted(new Path(namespace, table).toString())
        : quotedNamespace() + "." + quoted(table);
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  @Override
  public String toString() {
    return format.key() + " " + namespace;
  }
}
