package io.geodesy.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as sentences and tables of the report show them, so that all analyses write alike. */
public final class Numbers {
  private static final double LARGEST_PLAIN = 1e7;
  private static final double SMALLEST_PLAIN = 1e-4;

  private Numbers() {}

  /** Returns a count with its thousands apart: {@code 70,000}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns bytes in whole mebibytes, rounded up: {@code 1,300 MiB}. */
  public static String mebibytes(long bytes) {
    return count((bytes + (1 << 20) - 1) >> 20) + " MiB";
  }

  /** Returns a value with three significant digits: {@code 0.0312}, {@code 12.4}, {@code 1,300}. */
  public static String decimal(double value) {
    return decimal(value, 3);
  }

  /**
   * Returns a value with some significant digits, never fewer than stand before the point; very
   * large and very small ones as {@code 1.2e-7}.
   *
   * @param value any; what is not finite is shown as a dash
   * @param digits significant ones
   */
  public static String decimal(double value, int digits) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN) {
      String text = String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
      return text.replaceAll("\\.?0*e", "e").replaceAll("e([+-])0", "e$1").replace("e+", "e");
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    BigDecimal shown =
        rounded.precision() - rounded.scale() > digits
            ? new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN)
            : rounded;
    BigDecimal plain = shown.stripTrailingZeros();
    return String.format(Locale.ROOT, "%,." + Math.max(plain.scale(), 0) + "f", plain);
  }

  /** Returns a share as per cent: {@code 12.5 %}, {@code 99.97 %}, {@code under 0.01 %}. */
  public static String percent(double share) {
    if (!Double.isFinite(share)) {
      return "–";
    }
    double percent = 100 * share;
    if (percent > 0 && percent < 0.01) {
      return "under 0.01 %";
    }
    if (percent < 100 && percent > 99.99) {
      return "over 99.99 %";
    }
    boolean isNearAnEnd = percent < 1 || percent > 99;
    BigDecimal shown =
        new BigDecimal(percent).setScale(isNearAnEnd ? 2 : 1, RoundingMode.HALF_EVEN);
    return shown.stripTrailingZeros().toPlainString() + " %";
  }
}
