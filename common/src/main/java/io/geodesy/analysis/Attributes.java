package io.geodesy.analysis;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What must be known of a table to judge it: dimension, metric, k, recall, seed. Values are String,
 * Boolean, Long or finite Double; they stand in the manifest beside the table.
 */
public final class Attributes {
  private static final Attributes NONE = new Attributes(new TreeMap<>());

  private final Map<String, Object> values;

  private Attributes(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** No attributes. */
  public static Attributes none() {
    return NONE;
  }

  /** Attributes from a map of String, Boolean, Long (or Integer) and finite Double values. */
  public static Attributes of(Map<String, ?> values) {
    Attributes result = NONE;
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      result = result.with(entry.getKey(), entry.getValue());
    }
    return result;
  }

  /** Returns these and one more. */
  public Attributes with(String name, Object value) {
    Object kept =
        value instanceof Integer i
            ? Long.valueOf(i)
            : value instanceof Float f ? Double.valueOf(f) : value;
    if (!(kept instanceof String
        || kept instanceof Boolean
        || kept instanceof Long
        || kept instanceof Double)) {
      throw new IllegalArgumentException("Attribute " + name + " cannot be " + value);
    }
    if (kept instanceof Double number && !Double.isFinite(number)) {
      throw new IllegalArgumentException("Attribute " + name + " is " + value);
    }
    Map<String, Object> more = new TreeMap<>(values);
    more.put(name, kept);
    return new Attributes(more);
  }

  /** Returns a number. */
  public OptionalDouble number(String name) {
    return values.get(name) instanceof Number n
        ? OptionalDouble.of(n.doubleValue())
        : OptionalDouble.empty();
  }

  /** Returns a text. */
  public Optional<String> text(String name) {
    return values.get(name) instanceof String s ? Optional.of(s) : Optional.empty();
  }

  /** Returns all of them, by name. */
  public Map<String, Object> asMap() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
