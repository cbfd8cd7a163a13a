package io.geodesy.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.geodesy.error.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A job file in HOCON: {@code knn-graph.k = 15}, dotted or nested. */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads every value of a file, in the order of its lines; substitutions such as <code>${SEED}
   * </code> see the environment.
   *
   * @throws ConfigException if the file is not there or no HOCON, or a value is null or a list of
   *     lists
   */
  public static List<Setting> read(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ConfigException(
          "--config %s: there is no readable file at %s."
              .formatted(file, file.toAbsolutePath().normalize()));
    }
    try {
      ConfigParseOptions strict = ConfigParseOptions.defaults().setAllowMissing(false);
      Config config = ConfigFactory.parseFile(file.toFile(), strict).resolve();
      return config.entrySet().stream()
          .sorted(
              Comparator.comparingInt(
                      (Map.Entry<String, ConfigValue> e) -> e.getValue().origin().lineNumber())
                  .thenComparing(Map.Entry::getKey))
          .map(e -> setting(file, config, e))
          .toList();
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("--config %s: %s".formatted(file, reason(file, e)), e);
    }
  }

  /** The parser quotes what it could not read, which nobody may see where that is a secret. */
  private static String reason(Path file, com.typesafe.config.ConfigException failure) {
    try (Stream<String> lines = Files.lines(file)) {
      if (lines.noneMatch(Secrets::isSecret)) {
        return failure.getMessage();
      }
    } catch (IOException | UncheckedIOException e) {
      failure.addSuppressed(e);
    }
    return "line %s is no HOCON; what is wrong with it is not shown, since the file holds a secret. Credentials belong into the configuration of Hadoop and Spark."
        .formatted(failure.origin() == null ? "unknown" : failure.origin().lineNumber());
  }

  private static Setting setting(Path file, Config config, Map.Entry<String, ConfigValue> entry) {
    ConfigValue value = entry.getValue();
    String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
    String place = "%s line %d".formatted(file, value.origin().lineNumber());
    if (value instanceof ConfigList list) {
      if (list.stream().anyMatch(v -> isNested(v.valueType()))) {
        throw new ConfigException(
            "%s: %s holds lists or objects, where single values were expected."
                .formatted(place, key));
      }
      return new Setting(key, String.join(",", config.getStringList(entry.getKey())), place);
    }
    return new Setting(key, config.getString(entry.getKey()), place);
  }

  private static boolean isNested(ConfigValueType type) {
    return type == ConfigValueType.LIST || type == ConfigValueType.OBJECT;
  }
}
