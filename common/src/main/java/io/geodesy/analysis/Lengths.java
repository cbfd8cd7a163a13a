package io.geodesy.analysis;

/** Checks that the parts of a chart are of one length. */
final class Lengths {
  private Lengths() {}

  static void same(String what, int expected, int actual) {
    if (expected != actual) {
      throw new IllegalArgumentException(
          "%s has %d values where it needs %d".formatted(what, actual, expected));
    }
  }

  static void sameOrNone(String what, int expected, int actual) {
    if (actual != 0) {
      same(what, expected, actual);
    }
  }
}
