package io.geodesy.table;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order of the values of a key column (group, checkpoint, layer) that travel as text. */
public final class KeyOrder {
  private KeyOrder() {}

  /** Returns whether all keys are decimal numbers. */
  public static boolean areNumbers(Collection<String> keys) {
    return keys.stream().allMatch(KeyOrder::isNumber);
  }

  /** Returns the keys as numbers ascend if all are numbers, else as texts do. */
  public static List<String> sorted(Collection<String> keys) {
    Comparator<String> byText = Comparator.naturalOrder();
    return keys.stream()
        .sorted(
            areNumbers(keys)
                ? Comparator.<String, BigDecimal>comparing(BigDecimal::new).thenComparing(byText)
                : byText)
        .toList();
  }

  private static boolean isNumber(String key) {
    return key.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,4})?");
  }
}
