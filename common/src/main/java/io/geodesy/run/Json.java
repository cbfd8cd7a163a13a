package io.geodesy.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.geodesy.error.DataException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The JSON of manifests and commit points: keys in kebab case, maps in their own order. A key this
 * version does not know is ignored, so that an older one reads what a newer one wrote.
 */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** Returns a value on one line, maps by ascending key: the same text for equal values. */
  static String canonical(Object value) {
    try {
      return MAPPER
          .writer()
          .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot be written as JSON: " + value, e);
    }
  }

  /** Returns a value for people. */
  static String pretty(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot be written as JSON: " + value, e);
    }
  }

  /** Reads a value of a file that is written over while it is read; empty if it is not whole. */
  static <T> Optional<T> readIfWhole(String text, Class<T> type) {
    try {
      return Optional.of(MAPPER.readValue(text, type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads a value.
   *
   * @param text the JSON
   * @param type what it is
   * @param path where it stands, for the message
   */
  static <T> T read(String text, Class<T> type, Path path) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s cannot be read: %s. It was not written by Geodesy or was changed since. Move it away to compute its run again."
              .formatted(path, e.getOriginalMessage()),
          e);
    }
  }
}
