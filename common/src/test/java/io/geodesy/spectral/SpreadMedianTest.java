package io.geodesy.spectral;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import io.geodesy.testing.SharedSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class SpreadMedianTest {
  private static double median(double[]... parts) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(SharedSession.get().sparkContext());
    return SpreadMedian.ofPositive(spark.parallelize(List.of(parts), parts.length));
  }

  @Test
  void isTheMiddleOfTheSortedValues() {
    for (int n : new int[] {1, 2, 7, 1000}) {
      double[] all = new double[n];
      // Values of many magnitudes, some of them in their last bits only.
      Arrays.setAll(
          all,
          i ->
              i % 3 == 0
                  ? Math.nextUp(1.5)
                  : Math.exp(40 * SeededStream.normal(SeededStream.hash(n, i), 1)));
      List<double[]> parts = new ArrayList<>();
      for (int p = 0; p < 3; p++) {
        parts.add(Arrays.copyOfRange(all, n * p / 3, n * (p + 1) / 3));
      }
      double[] sorted = Arrays.stream(all).sorted().toArray();
      assertThat(median(parts.toArray(double[][]::new))).isEqualTo(sorted[n / 2]);
    }
  }

  @Test
  void leavesOutWhatIsNotPositive() {
    assertThat(median(new double[] {0, -1, 5}, new double[] {0, 0, 7, 6})).isEqualTo(6);
    assertThat(median(new double[] {0, 0}, new double[0])).isZero();
  }
}
