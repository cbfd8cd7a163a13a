package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter of a diagonal operator is known: the polynomial of every entry. */
class ChebyshevFilterTest {
  private static final double LOW = -0.3;
  private static final double CUT = 0.9;
  private static final double TOP = 1;
  private static final double[] ENTRIES = {-0.4, -0.3, -0.1, 0.2, 0.6, 0.9, 0.93, 0.97, 1};
  private static final int WIDTH = 4;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 9, 15})
  void isTheChebyshevPolynomial(int degree) {
    double[] filtered = filter(degree);
    double scale = chebyshev(degree, TOP);
    for (int i = 0; i < ENTRIES.length; i++) {
      double expected = chebyshev(degree, ENTRIES[i]) / scale;
      for (int c = 0; c < WIDTH; c++) {
        assertThat(filtered[i * WIDTH + c]).isCloseTo((c + 1) * expected, within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 9, 15})
  void saysWhichEntryAFilteredOneWas(int degree) {
    ChebyshevFilter filter = new ChebyshevFilter(degree, LOW, CUT, TOP);
    double[] filtered = filter(degree);
    for (int i = 0; i < ENTRIES.length; i++) {
      double expected = Math.max(CUT, ENTRIES[i]);
      assertThat(filter.inverse(filtered[i * WIDTH])).isCloseTo(expected, within(1e-12));
    }
    assertThat(filter.most()).isCloseTo(1 / chebyshev(degree, TOP), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.93, 0.97, 1})
  void slopeIsThatOfThePolynomial(double at) {
    ChebyshevFilter filter = new ChebyshevFilter(9, LOW, CUT, TOP);
    double step = 1e-6;
    double difference = chebyshev(9, at + step) - chebyshev(9, at - step);
    double expected = difference / (2 * step) / chebyshev(9, TOP);
    assertThat(filter.slope(at)).isCloseTo(expected, within(1e-5 * expected));
  }

  @Test
  void anOddOneIsNegativeWhereTheLowerBoundWasWrong() {
    assertThat(filter(9)[0]).isLessThan(-new ChebyshevFilter(9, LOW, CUT, TOP).most());
  }

  @Test
  void reachesTheContrastAtItsDegree() {
    for (double value : new double[] {TOP, 0.5 * (CUT + TOP)}) {
      int below = (int) ChebyshevFilter.degree(1000, value, LOW, CUT, TOP);
      assertThat(chebyshev(below, value)).isLessThan(1000);
      assertThat(chebyshev(below + 1, value)).isGreaterThan(1000);
    }
    assertThat(ChebyshevFilter.degree(1000, CUT, LOW, CUT, TOP)).isInfinite();
  }

  /** Returns the filtered rows 1, 2, 3, 4, which must stay as they were. */
  private static double[] filter(int degree) {
    double[] x = new double[ENTRIES.length * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = 1 + i % WIDTH;
    }
    double[] before = x.clone();
    double[] y = new double[x.length];
    try (Workers workers = new Workers(2)) {
      new ChebyshevFilter(degree, LOW, CUT, TOP)
          .apply(new Diagonal(), x, y, WIDTH, new double[2][x.length], workers);
    }
    assertThat(x).isEqualTo(before);
    return y;
  }

  /** By the recurrence, which holds inside and outside the interval. */
  private static double chebyshev(int degree, double at) {
    double x = (at - (LOW + CUT) / 2) / ((CUT - LOW) / 2);
    double earlier = 1;
    double current = x;
    for (int i = 1; i < degree; i++) {
      double next = 2 * x * current - earlier;
      earlier = current;
      current = next;
    }
    return current;
  }

  private static final class Diagonal implements SymmetricOperator {
    @Override
    public int rows() {
      return ENTRIES.length;
    }

    @Override
    public void multiply(double[] x, double[] y, int width, Workers workers) {
      for (int i = 0; i < x.length; i++) {
        y[i] = ENTRIES[i / width] * x[i];
      }
    }
  }
}
