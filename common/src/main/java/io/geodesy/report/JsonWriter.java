package io.geodesy.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * Writes compact JSON that may stand inside a script element: no text can end it, because the
 * characters that HTML reads are written as escapes.
 */
final class JsonWriter {
  /** Positions an axis is cut into: finer than the pixels of any screen. */
  static final int STEPS = 9_999;

  private static final MathContext SIX_DIGITS = new MathContext(6);

  private final StringBuilder out = new StringBuilder();

  JsonWriter beginObject() {
    return begin('{');
  }

  JsonWriter endObject() {
    out.append('}');
    return this;
  }

  JsonWriter beginArray() {
    return begin('[');
  }

  JsonWriter endArray() {
    out.append(']');
    return this;
  }

  JsonWriter key(String name) {
    separate();
    quote(name);
    out.append(':');
    return this;
  }

  JsonWriter text(String value) {
    separate();
    quote(value);
    return this;
  }

  JsonWriter bool(boolean value) {
    return token(Boolean.toString(value));
  }

  JsonWriter whole(long value) {
    return token(Long.toString(value));
  }

  /** Writes a number with six significant digits, null when it is not finite. */
  JsonWriter number(double value) {
    if (!Double.isFinite(value)) {
      return token("null");
    }
    return token(new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros().toString());
  }

  JsonWriter texts(List<String> values) {
    beginArray();
    values.forEach(this::text);
    return endArray();
  }

  JsonWriter numbers(double[] values) {
    beginArray();
    for (double value : values) {
      number(value);
    }
    return endArray();
  }

  JsonWriter wholes(int[] values) {
    beginArray();
    for (int value : values) {
      whole(value);
    }
    return endArray();
  }

  /**
   * Writes many numbers as whole steps between the least and the greatest, so that each takes at
   * most five characters: {@code {start, step, log, v: [...]}}; null for what cannot be shown.
   *
   * @param values any
   * @param isLog whether the steps are even in the logarithm
   */
  JsonWriter packed(double[] values, boolean isLog) {
    double[] positions = new double[values.length];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      positions[i] = isLog ? Math.log10(values[i]) : values[i];
      if (Double.isFinite(positions[i])) {
        low = Math.min(low, positions[i]);
        high = Math.max(high, positions[i]);
      }
    }
    double start = low <= high ? low : 0;
    double step = high > low ? (high - low) / STEPS : 1;
    beginObject()
        .key("start")
        .token(Double.toString(start))
        .key("step")
        .token(Double.toString(step));
    key("log").bool(isLog).key("v").beginArray();
    for (double position : positions) {
      if (Double.isFinite(position)) {
        whole(Math.round((position - start) / step));
      } else {
        token("null");
      }
    }
    return endArray().endObject();
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private JsonWriter begin(char bracket) {
    separate();
    out.append(bracket);
    return this;
  }

  private JsonWriter token(String token) {
    separate();
    out.append(token);
    return this;
  }

  private void separate() {
    if (!out.isEmpty() && ",{[:".indexOf(out.charAt(out.length() - 1)) < 0) {
      out.append(',');
    }
  }

  private void quote(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean isPlain = c >= ' ' && c < 0x7F && "\"\\<>&'/".indexOf(c) < 0;
      boolean isLetter = c > 0xA0 && Character.isLetterOrDigit(c);
      if (isPlain || isLetter) {
        out.append(c);
      } else {
        out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      }
    }
    out.append('"');
  }
}
