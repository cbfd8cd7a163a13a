package io.geodesy.config;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * One component of a parameter record, as flags, files, help and reference see it.
 *
 * @param name in kebab case
 * @param parameter what the component declares
 * @param component of the record
 * @param type how its values are written
 */
public record ParameterKey(
    String name, Parameter parameter, RecordComponent component, ParameterType type) {

  /** Returns the keys of a parameter record, in the order of its components. */
  public static List<ParameterKey> of(Class<? extends Record> record) {
    return Arrays.stream(record.getRecordComponents()).map(ParameterKey::of).toList();
  }

  private static ParameterKey of(RecordComponent component) {
    Parameter parameter = component.getAnnotation(Parameter.class);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "%s of %s does not carry @Parameter"
              .formatted(component.getName(), component.getDeclaringRecord().getName()));
    }
    return new ParameterKey(
        Bounds.key(component.getName()), parameter, component, ParameterType.of(component));
  }

  /**
   * Reads a value and checks the declared bounds.
   *
   * @throws ConfigException naming key, value, the expected form and the bounds
   */
  public Object read(String text) {
    try {
      Object value = type.read(text.strip());
      if (isWithinBounds(value)) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      // the same sentence serves for a value that does not parse and one out of bounds
    }
    throw new ConfigException("%s is %s but must be %s.".formatted(name, quoted(text), expected()));
  }

  /** Returns what a user may write, with the bounds, to follow "must be". */
  public String expected() {
    return type.form(bounds());
  }

  /** Returns the default in canonical form. */
  public String defaultText() {
    return type.write(read(parameter.value()));
  }

  /** Returns the value of this component of a record, as it would be typed. */
  public String text(Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return type.write(component.getAccessor().invoke(record));
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Cannot read " + name + " of " + record, e);
    }
  }

  /** Returns the values to choose from, empty if they cannot be listed. */
  public List<String> choices() {
    return type.choices();
  }

  /** Returns the bounds in words, empty if there are none. */
  public String bounds() {
    return Bounds.range(parameter);
  }

  private boolean isWithinBounds(Object value) {
    return type.numbers(value).stream()
        .mapToDouble(Number::doubleValue)
        .allMatch(v -> v >= parameter.min() && v <= parameter.max());
  }

  private static String quoted(String text) {
    boolean isPlain = !text.isEmpty() && text.chars().noneMatch(Character::isWhitespace);
    return isPlain ? text : '"' + text + '"';
  }
}
