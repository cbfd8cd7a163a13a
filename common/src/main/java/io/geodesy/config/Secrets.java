package io.geodesy.config;

import io.geodesy.error.ConfigException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * What the configuration of a process holds that nobody may read in a message, which lands in logs,
 * reports and records of failures: others quote it, for instance a store that refuses a key.
 */
public final class Secrets {
  /** What stands for a secret. */
  public static final String MASK = "***";

  private static final Pattern KEY =
      Pattern.compile(
          "(?i).*(secret|passw(or)?d|passphrase|token|\\bsas\\b|credentials?$"
              + "|(access|account|api|private|encryption)[._-]?key).*");

  private static final Pattern PASSWORD_IN_PATH =
      Pattern.compile("^([a-z0-9+.-]+://[^/:@]*):[^/]*@.*");

  /** Anything shorter is a switch or a number, which messages need. */
  private static final int SHORTEST = 6;

  private static final String DEFAULTS = "-default.xml";

  private final List<String> values;

  private Secrets(Set<String> values) {
    // A secret that contains another one goes first.
    this.values =
        values.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /** Returns whether a key of a configuration names something that nobody may read. */
  public static boolean isSecret(String key) {
    return KEY.matcher(key).matches();
  }

  /**
   * Fails if a path holds a password: paths stand in manifests, reports and messages.
   *
   * @param option that gave the path
   */
  public static void checkPath(String option, String path) {
    Matcher found = PASSWORD_IN_PATH.matcher(path);
    if (found.matches()) {
      throw new ConfigException(
          "%s %s:%s@... holds a password, and paths are shown and published. Put credentials into the configuration of Hadoop, for instance spark.hadoop.fs.s3a.secret.key."
              .formatted(option, found.group(1), MASK));
    }
  }

  /**
   * Returns what this process knows: of Hadoop's configuration, Spark's properties and the
   * environment.
   */
  public static Secrets ofProcess(Configuration hadoop) {
    TreeSet<String> values = new TreeSet<>();
    for (Map.Entry<String, String> entry : hadoop) {
      if (isSecret(entry.getKey()) && !isDefault(hadoop, entry.getKey())) {
        values.add(entry.getValue());
      }
    }
    System.getProperties()
        .forEach(
            (key, value) -> {
              if (key.toString().startsWith("spark.") && isSecret(key.toString())) {
                values.add(value.toString());
              }
            });
    System.getenv()
        .forEach(
            (key, value) -> {
              if (isSecret(key)) {
                values.add(value);
              }
            });
    values.removeIf(value -> value.strip().length() < SHORTEST);
    return new Secrets(values);
  }

  /** Hadoop's own defaults are no secret. */
  private static boolean isDefault(Configuration hadoop, String key) {
    String[] sources = hadoop.getPropertySources(key);
    return sources != null && Arrays.stream(sources).allMatch(source -> source.endsWith(DEFAULTS));
  }

  /** Returns a text with every secret in it masked. */
  public String masked(String text) {
    String result = text;
    for (String value : values) {
      result = result.replace(value, MASK);
    }
    return result;
  }
}
