package io.geodesy.analysis;

import io.geodesy.error.ConfigException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Checks numbers against the bounds that {@link Parameter} declares, for the compact constructors
 * of parameter records.
 */
public final class Bounds {
  private Bounds() {}

  /**
   * Fails unless a value lies within its declared bounds.
   *
   * @param type the parameter record
   * @param component the component's name
   * @param value what was given
   * @throws ConfigException naming key, value and bounds
   */
  public static void check(Class<? extends Record> type, String component, double value) {
    Parameter parameter = find(type, component).getAnnotation(Parameter.class);
    if (!(value >= parameter.min() && value <= parameter.max())) {
      throw new ConfigException(
          "%s is %s but must be %s.".formatted(key(component), number(value), range(parameter)));
    }
  }

  /** As {@link #check(Class, String, double)} for each value of a list. */
  public static void check(
      Class<? extends Record> type, String component, List<? extends Number> values) {
    values.forEach(value -> check(type, component, value.doubleValue()));
  }

  /** Returns the key of a record component: {@code minClusterSize} is {@code min-cluster-size}. */
  public static String key(String component) {
    return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** Returns the bounds in words, empty if there are none. */
  public static String range(Parameter parameter) {
    boolean hasMin = parameter.min() != Double.NEGATIVE_INFINITY;
    boolean hasMax = parameter.max() != Double.POSITIVE_INFINITY;
    if (hasMin && hasMax) {
      return "in [" + number(parameter.min()) + ", " + number(parameter.max()) + "]";
    }
    if (hasMin) {
      return "at least " + number(parameter.min());
    }
    return hasMax ? "at most " + number(parameter.max()) : "";
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static RecordComponent find(Class<? extends Record> type, String component) {
    return Arrays.stream(type.getRecordComponents())
        .filter(c -> c.getName().equals(component))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(type + " has no component " + component));
  }
}
