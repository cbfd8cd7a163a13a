package io.geodesy.analysis;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a parameter record: the one place for its default, bounds and
 * documentation. Flags, keys of configuration files, the manifest and the reference are made from
 * it; the key is the component's name in kebab case.
 *
 * <p>Component types: int, long, double, boolean, String, an enum, a {@code List} of Integer, Long,
 * Double or String, and OptionalInt, OptionalLong, OptionalDouble or {@code Optional<String>},
 * whose empty value is written {@code auto}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Parameter {
  /** One sentence. */
  String doc();

  /** The default as a user would write it; for lists comma separated. */
  String value();

  /** The unit, if it has one. */
  String unit() default "";

  /** Least legal value, inclusive, of a number or of each number of a list. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Greatest legal value, inclusive, of a number or of each number of a list. */
  double max() default Double.POSITIVE_INFINITY;

  /** The measurement or reason behind the default. */
  String why() default "";
}
