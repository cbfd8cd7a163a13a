package io.geodesy.jobs.diffuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.config.ParameterBinder;
import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.DiffusionOperator;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalkEntropyTest {
  /** The ring with unit weights and diagonal has the eigenvalues (1 + 2 cos(2 pi j / n)) / 3. */
  @ParameterizedTest
  @CsvSource({"200, walk, 1e-9", "200, heat, 1e-9", "1500, walk, 0.02", "1500, heat, 0.02"})
  void isTheEntropyOfTheSpectrum(int n, String smoothing, double tolerance) {
    SparseRows ring =
        SparseRows.symmetrize(
            IntStream.rangeClosed(0, n).toArray(),
            IntStream.range(0, n).map(i -> (i + 1) % n).toArray(),
            IntStream.range(0, n).mapToDouble(i -> 1).toArray(),
            Symmetrization.MAX,
            0,
            1);
    DiffuseParameters parameters =
        ParameterBinder.bind(
            DiffuseParameters.class, Map.of("smoothing", smoothing, "t-max", "40"));
    long[] keys = IntStream.range(0, n).mapToLong(i -> SeededStream.hash(1, i)).toArray();
    try (Workers workers = new Workers(2)) {
      WalkEntropy found =
          WalkEntropy.of(ring, DiffusionOperator.of(ring, 0, workers), parameters, keys, workers);
      for (int t : new int[] {1, 5, 20, 40}) {
        double[] shares =
            IntStream.range(0, n)
                .mapToDouble(j -> (1 + 2 * Math.cos(2 * Math.PI * j / n)) / 3)
                .map(v -> parameters.smoothing().share(v, t))
                .toArray();
        double total = Arrays.stream(shares).sum();
        double expected =
            -Arrays.stream(shares)
                .filter(a -> a > 0)
                .map(a -> a / total * Math.log(a / total))
                .sum();
        assertThat(found.entropy()[t - 1])
            .isEqualTo(expected, within(Math.max(tolerance, 5 * found.error()[t - 1])));
        assertThat(found.error()[t - 1]).isLessThan(0.05);
      }
    }
  }
}
