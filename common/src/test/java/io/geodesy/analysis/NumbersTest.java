package io.geodesy.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0", "1|1", "0.031249|0.0312", "12.44|12.4", "1296.7|1,297", "-2.5|-2.5",
        "0.99996|1", "123456.7|123,457", "1.234e-7|1.23e-7", "-2e12|-2e12", "NaN|–", "0.5|0.5"
      })
  void keepsThreeSignificantDigitsAndEveryWholeOne(double value, String shown) {
    assertThat(Numbers.decimal(value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0 %",
        "1|100 %",
        "0.125|12.5 %",
        "0.9997|99.97 %",
        "0.00002|under 0.01 %",
        "0.999999|over 99.99 %",
        "0.5|50 %",
        "0.0042|0.42 %"
      })
  void neverRoundsAShareToNoneOrAll(double share, String shown) {
    assertThat(Numbers.percent(share)).isEqualTo(shown);
  }

  @Test
  void setsThousandsApart() {
    assertThat(Numbers.count(70_000)).isEqualTo("70,000");
  }
}
