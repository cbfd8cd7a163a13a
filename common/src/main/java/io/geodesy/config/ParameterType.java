package io.geodesy.config;

import io.geodesy.analysis.Bounds;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How values of one type are read from text and written as text; the two are inverse. */
public sealed interface ParameterType {
  /** What an empty optional is called. */
  String AUTO = "auto";

  /** Returns what a user may write, to follow "must be". */
  String form();

  /**
   * Returns what a user may write within bounds.
   *
   * @param range in words, may be empty
   */
  default String form(String range) {
    return range.isEmpty() ? form() : form() + " " + range;
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text does not have the {@link #form}
   */
  Object read(String text);

  /** Writes a value as {@link #read} takes it. */
  String write(Object value);

  /** Returns the numbers in a value, for the bounds. */
  List<? extends Number> numbers(Object value);

  /** Returns the values to choose from, empty if they cannot be listed. */
  default List<String> choices() {
    return List.of();
  }

  /** Returns the type of a record component. */
  static ParameterType of(RecordComponent component) {
    Class<?> raw = component.getType();
    if (raw == OptionalInt.class) {
      return new Maybe(Scalar.INT, OptionalInt.class);
    }
    if (raw == OptionalLong.class) {
      return new Maybe(Scalar.LONG, OptionalLong.class);
    }
    if (raw == OptionalDouble.class) {
      return new Maybe(Scalar.DOUBLE, OptionalDouble.class);
    }
    if (raw == Optional.class && argument(component) == String.class) {
      return new Maybe(Scalar.STRING, Optional.class);
    }
    if (raw == List.class) {
      return new Many(scalar(component, argument(component)));
    }
    return raw.isEnum() ? new Choice(raw.asSubclass(Enum.class)) : scalar(component, raw);
  }

  private static Type argument(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[0]
        : Object.class;
  }

  private static Scalar scalar(RecordComponent component, Type type) {
    return Arrays.stream(Scalar.values())
        .filter(s -> s.primitive == type || s.boxed == type)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s of %s is %s, which no parameter can be; see analysis.Parameter."
                        .formatted(
                            component.getName(),
                            component.getDeclaringRecord().getName(),
                            component.getGenericType())));
  }

  /** A single value. */
  enum Scalar implements ParameterType {
    INT(int.class, Integer.class, "a whole number") {
      @Override
      public Object read(String text) {
        return Integer.valueOf(text);
      }
    },
    LONG(long.class, Long.class, "a whole number") {
      @Override
      public Object read(String text) {
        return Long.valueOf(text);
      }
    },
    DOUBLE(double.class, Double.class, "a number") {
      @Override
      public Object read(String text) {
        if (!DECIMAL.matcher(text).matches() || !Double.isFinite(Double.parseDouble(text))) {
          throw new IllegalArgumentException(text);
        }
        return Double.valueOf(text);
      }

      @Override
      public String write(Object value) {
        BigDecimal decimal = new BigDecimal(value.toString()).stripTrailingZeros();
        double size = Math.abs(decimal.doubleValue());
        return size == 0 || (size >= 1e-4 && size < 1e15)
            ? decimal.toPlainString()
            : value.toString().replace(".0E", "E").replace('E', 'e');
      }
    },
    BOOLEAN(boolean.class, Boolean.class, "true or false") {
      @Override
      public Object read(String text) {
        if (!text.equals("true") && !text.equals("false")) {
          throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
      }

      @Override
      public List<String> choices() {
        return List.of("true", "false");
      }
    },
    STRING(String.class, String.class, "a text") {
      @Override
      public Object read(String text) {
        return text;
      }
    };

    private static final Pattern DECIMAL =
        Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private final Class<?> primitive;
    private final Class<?> boxed;
    private final String form;

    Scalar(Class<?> primitive, Class<?> boxed, String form) {
      this.primitive = primitive;
      this.boxed = boxed;
      this.form = form;
    }

    @Override
    public String form() {
      return form;
    }

    @Override
    public String write(Object value) {
      return value.toString();
    }

    @Override
    public List<? extends Number> numbers(Object value) {
      return value instanceof Number number ? List.of(number) : List.of();
    }
  }

  /** One of the constants of an enum, in kebab case. */
  record Choice(Class<?> type) implements ParameterType {
    @Override
    public String form() {
      List<String> names = choices();
      return names.size() == 1
          ? names.get(0)
          : String.join(", ", names.subList(0, names.size() - 1))
              + " or "
              + names.get(names.size() - 1);
    }

    @Override
    public Object read(String text) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> write(constant).equals(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(text));
    }

    @Override
    public String write(Object value) {
      return Bounds.key(((Enum<?>) value).name()).replace('_', '-');
    }

    @Override
    public List<? extends Number> numbers(Object value) {
      return List.of();
    }

    @Override
    public List<String> choices() {
      return Arrays.stream(type.getEnumConstants()).map(this::write).toList();
    }
  }

  /** Values separated by commas; the empty text is the empty list. */
  record Many(Scalar element) implements ParameterType {
    @Override
    public String form(String range) {
      return range.isEmpty() ? form() : form() + ", each " + range;
    }

    @Override
    public String form() {
      return switch (element) {
        case INT, LONG -> "whole numbers separated by commas";
        case DOUBLE -> "numbers separated by commas";
        case BOOLEAN -> "true or false, separated by commas";
        case STRING -> "texts separated by commas";
      };
    }

    @Override
    public Object read(String text) {
      return text.isBlank()
          ? List.of()
          : Arrays.stream(text.split(",", -1)).map(part -> element.read(part.strip())).toList();
    }

    @Override
    public String write(Object value) {
      return ((List<?>) value).stream().map(element::write).collect(Collectors.joining(","));
    }

    @Override
    public List<? extends Number> numbers(Object value) {
      return ((List<?>) value).stream().flatMap(v -> element.numbers(v).stream()).toList();
    }
  }

  /** A value or {@code auto}. */
  record Maybe(Scalar element, Class<?> type) implements ParameterType {
    @Override
    public String form() {
      return form("");
    }

    @Override
    public String form(String range) {
      return element.form(range) + " or " + AUTO;
    }

    @Override
    public Object read(String text) {
      boolean isEmpty = text.equals(AUTO);
      return switch (element) {
        case INT -> isEmpty ? OptionalInt.empty() : OptionalInt.of((Integer) element.read(text));
        case LONG -> isEmpty ? OptionalLong.empty() : OptionalLong.of((Long) element.read(text));
        case DOUBLE ->
            isEmpty ? OptionalDouble.empty() : OptionalDouble.of((Double) element.read(text));
        case BOOLEAN, STRING -> isEmpty ? Optional.empty() : Optional.of(element.read(text));
      };
    }

    @Override
    public String write(Object value) {
      return inside(value).map(element::write).orElse(AUTO);
    }

    @Override
    public List<? extends Number> numbers(Object value) {
      return inside(value).map(v -> List.copyOf(element.numbers(v))).orElse(List.of());
    }

    private static Optional<Object> inside(Object value) {
      if (value instanceof OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
      }
      if (value instanceof OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
      }
      if (value instanceof OptionalDouble number) {
        return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
      }
      return ((Optional<?>) value).map(v -> v);
    }
  }
}
