package io.geodesy.config;

import io.geodesy.error.ConfigException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes parameter records from text, and text from parameter records. */
public final class ParameterBinder {
  private ParameterBinder() {}

  /** Returns the record of all defaults. */
  public static <P extends Record> P defaults(Class<P> type) {
    return bind(type, Map.of());
  }

  /**
   * Returns a record of the values given and the defaults of all others.
   *
   * @param values by key in kebab case, as a user would write them
   * @throws ConfigException if a key is unknown, a value does not parse or is out of bounds, or the
   *     record refuses the combination
   */
  public static <P extends Record> P bind(Class<P> type, Map<String, String> values) {
    List<ParameterKey> keys = ParameterKey.of(type);
    refuseUnknown(keys, values);
    Object[] arguments =
        keys.stream()
            .map(k -> k.read(values.getOrDefault(k.name(), k.parameter().value())))
            .toArray();
    return construct(type, arguments);
  }

  /** Returns every value of a record as it would be typed, by key. */
  public static SortedMap<String, String> texts(Record parameters) {
    SortedMap<String, String> texts = new TreeMap<>();
    ParameterKey.of(parameters.getClass()).forEach(k -> texts.put(k.name(), k.text(parameters)));
    return Collections.unmodifiableSortedMap(texts);
  }

  private static void refuseUnknown(List<ParameterKey> keys, Map<String, String> values) {
    TreeSet<String> unknown = new TreeSet<>(values.keySet());
    List<String> known = keys.stream().map(ParameterKey::name).toList();
    known.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new ConfigException(NearestKey.unknown(unknown.first(), known));
    }
  }

  private static <P extends Record> P construct(Class<P> type, Object[] arguments) {
    try {
      Class<?>[] shape =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<P> constructor = type.getDeclaredConstructor(shape);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ConfigException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("Cannot make " + type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make " + type.getName(), e);
    }
  }
}
