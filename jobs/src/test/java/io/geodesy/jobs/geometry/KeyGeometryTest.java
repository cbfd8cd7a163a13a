package io.geodesy.jobs.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.config.ParameterBinder;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.SeededStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Published figures of seeded samples, in double from the rows on. */
class KeyGeometryTest {
  private static final SpectralGeometryParameters DEFAULTS =
      ParameterBinder.defaults(SpectralGeometryParameters.class);

  /** N(seed; n x dim) with column i, from 1, scaled by i^(-a/2). */
  static double[] sample(long seed, int n, int dim, double a) {
    double[] rows = new double[n * dim];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = SeededStream.normal(seed, i) * Math.pow(i % dim + 1, -a / 2);
    }
    return rows;
  }

  static KeyGeometry of(double[] rows, int dim) {
    int n = rows.length / dim;
    double[] mean = new double[dim];
    for (int i = 0; i < rows.length; i++) {
      mean[i % dim] += rows[i];
    }
    Arrays.setAll(mean, c -> mean[c] / n);
    double[] eigenvalues = DenseAlgebra.symmetricEigenvalues(gram(rows, mean, dim), dim);
    double[] squares = DenseAlgebra.symmetricEigenvalues(gram(rows, new double[dim], dim), dim);
    double[] singular =
        Arrays.stream(squares).limit(n).map(v -> Math.sqrt(n * Math.max(0, v))).toArray();
    Arrays.setAll(eigenvalues, i -> Math.max(0, eigenvalues[i]));
    KeySpectrum spectrum = new KeySpectrum(n, eigenvalues, singular, new double[0], new double[0]);
    return KeyGeometry.of("", spectrum, DEFAULTS);
  }

  private static double[] gram(double[] rows, double[] mean, int dim) {
    int n = rows.length / dim;
    double[] gram = new double[dim * dim];
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < dim; a++) {
        double x = (rows[i * dim + a] - mean[a]) / n;
        for (int b = 0; b <= a; b++) {
          gram[a * dim + b] += x * (rows[i * dim + b] - mean[b]);
        }
      }
    }
    return gram;
  }

  @Test
  void reproducesThePublishedFiguresOfASlowDecay() {
    KeyGeometry found = of(sample(81, 5000, 100, 1), 100);
    assertThat(found.rankMeByCovariance()).isCloseTo(39.6623659594461, within(1e-8));
    assertThat(found.rankMeBySingularValues()).isCloseTo(84.21387478922976, within(1e-8));
    assertThat(found.participationRatio()).isCloseTo(16.59853848, within(1e-8));
    assertThat(found.fit().alpha()).isCloseTo(1.004288277837632, within(1e-8));
    assertThat(found.uniform().alpha()).isCloseTo(1.0078298, within(1e-7));
    assertThat(found.fit().squaredCorrelation()).isCloseTo(0.99926, within(1e-5));
    assertThat(found.rankMeByCovariance() / 39.67724085).isCloseTo(1, within(0.01));
    assertThat(found.rankMeBySingularValues() / 84.41217585).isCloseTo(1, within(0.01));
    assertThat(found.note()).isNull();
  }

  @Test
  void reproducesThePublishedFiguresOfAFastDecay() {
    KeyGeometry found = of(sample(81, 5000, 100, 1.5), 100);
    assertThat(found.rankMeByCovariance()).isCloseTo(12.332578284499217, within(1e-8));
    assertThat(found.rankMeBySingularValues()).isCloseTo(63.01631356013738, within(1e-8));
    assertThat(found.fit().alpha()).isCloseTo(1.5042714973, within(1e-8));
  }

  @Test
  void reproducesThePublishedFigureOfNoise() {
    assertThat(of(sample(82, 1000, 64, 0), 64).rankMeBySingularValues())
        .isCloseTo(63.47397563322299, within(1e-8));
  }

  @Test
  void changesNeitherUnderRotationNorScaling() {
    int dim = 12;
    double[] rows = sample(5, 300, dim, 1);
    double[] q = DenseAlgebra.qr(sample(6, dim, dim, 0), dim, dim).q();
    double[] turned = new double[rows.length];
    for (int i = 0; i < 300; i++) {
      for (int c = 0; c < dim; c++) {
        int row = i * dim;
        int column = c;
        turned[row + c] =
            7 * IntStream.range(0, dim).mapToDouble(t -> rows[row + t] * q[t * dim + column]).sum();
      }
    }
    KeyGeometry expected = of(rows, dim);
    KeyGeometry found = of(turned, dim);
    assertThat(found.rankMeByCovariance()).isCloseTo(expected.rankMeByCovariance(), within(1e-10));
    assertThat(found.rankMeBySingularValues())
        .isCloseTo(expected.rankMeBySingularValues(), within(1e-10));
    assertThat(found.participationRatio()).isCloseTo(expected.participationRatio(), within(1e-10));
  }

  /** Plus and minus each of r unit vectors: covariance r equal eigenvalues. */
  @Test
  void countsTheDirectionsOfAnIsotropicSetExactly() {
    double[] rows = new double[14 * 20];
    for (int j = 0; j < 7; j++) {
      rows[2 * j * 20 + j] = 1;
      rows[(2 * j + 1) * 20 + j] = -1;
    }
    KeyGeometry found = of(rows, 20);
    assertThat(found.rankMeByCovariance()).isCloseTo(7, within(1e-10));
    assertThat(found.participationRatio()).isCloseTo(7, within(1e-10));
    assertThat(found.stableRank()).isCloseTo(7, within(1e-10));
    assertThat(found.condition()).isNaN();
    assertThat(found.fit().alpha()).isNaN();
    assertThat(found.note()).startsWith("alpha undefined: the last usable rank is 7");
  }

  @Test
  void shortensTheFitToTheUsableRanks() {
    KeyGeometry found = of(sample(3, 30, 100, 1), 100);
    assertThat(found.fit().high()).isEqualTo(29);
    assertThat(found.fit().alpha()).isFinite();
    assertThat(found.note()).isEqualTo("fit shortened to rank 29, the last usable one, from 50");
    assertThat(found.spectrum().singularValues()).hasSize(30);
  }

  @Test
  void isUndefinedWithoutVariance() {
    double[] rows = new double[40];
    Arrays.fill(rows, 2);
    KeyGeometry found = of(rows, 4);
    assertThat(found.rankMeByCovariance()).isNaN();
    assertThat(found.hasVariance()).isFalse();
    assertThat(found.rankMeBySingularValues()).isCloseTo(1, within(1e-4));
    assertThat(found.note()).isEqualTo("no variance: all rows are equal");
  }

  /** An exact power law is recovered with both weightings. */
  @Test
  void recoversAPowerLaw() {
    double[] law = new double[60];
    Arrays.setAll(law, i -> 3 * Math.pow(i + 1, -1.7));
    for (FitWeights weights : FitWeights.values()) {
      PowerLaw fit = PowerLaw.fit(law, 11, 50, weights);
      assertThat(fit.alpha()).isCloseTo(1.7, within(1e-12));
      assertThat(fit.squaredCorrelation()).isCloseTo(1, within(1e-12));
    }
  }
}
