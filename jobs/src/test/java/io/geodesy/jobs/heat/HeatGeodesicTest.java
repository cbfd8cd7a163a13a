package io.geodesy.jobs.heat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Progress;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.DiffusionOperator;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.Kernel;
import io.geodesy.spectral.KernelGraph;
import io.geodesy.spectral.KernelSettings;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.Spectrum;
import io.geodesy.table.RowIds;
import io.geodesy.testing.Check;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeatGeodesicTest {
  private static HeatGeodesic flow(NeighborLists lists, String... settings) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    try (Workers workers = new Workers(2)) {
      return HeatGeodesic.of(
          lists,
          ParameterBinder.bind(HeatGeodesicParameters.class, values),
          42,
          workers,
          Progress.SILENT);
    }
  }

  /**
   * On a ring every listed distance equals the bandwidth, so that every weight is 1/e, and time t
   * with weights 1 is time e t here. Distances are those at unit weights times sqrt e.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 1, HEAT_RING_D1_PLAIN",
    "0, 5, HEAT_RING_D5_PLAIN",
    "1, 1, HEAT_RING_D1",
    "1, 5, HEAT_RING_D5",
    "1, 0, HEAT_RING_D0"
  })
  void isTheClosedFormOnTheRing(double sigma, int steps, Check check) {
    HeatGeodesic heat =
        flow(
            Shapes.ring(64),
            "t",
            Double.toString(4 * Math.E),
            "sigma",
            Double.toString(sigma),
            "tolerance",
            "1e-14");
    check.got(heat.distances()[steps * 64] / Math.sqrt(Math.E));
  }

  /** Truth is the unrolled strip; the reference values of two draws are .994 and .996. */
  @ParameterizedTest
  @CsvSource({"7, 300", "8, 100"})
  void unrollsTheSwissRoll(long seed, int landmarks) {
    Shapes.Roll roll = Shapes.swissRoll(1000, seed);
    HeatGeodesic heat =
        flow(Shapes.graph(roll.points(), 10), "t", "50", "landmarks", Integer.toString(landmarks));
    Agreement found = Agreement.of(heat.distances(), heat.landmarks(), roll.strip(), 2);
    assertThat(found.sources()).isEqualTo(landmarks);
    assertThat(found.spearman()).isGreaterThanOrEqualTo(.988);
    assertThat(found.pearson()).isGreaterThanOrEqualTo(.988);
    assertThat(found.precision()).isGreaterThanOrEqualTo(.55);
    // The map: its first axis is the arc.
    double[] axis = new double[1000];
    double[] arc = new double[1000];
    for (int i = 0; i < 1000; i++) {
      axis[i] = heat.map().coordinates()[i][0];
      arc[i] = roll.strip()[2 * i];
    }
    assertThat(Math.abs(correlation(axis, arc))).isGreaterThan(.99);
  }

  /** The dense filter from every row to all others; the reference values are .994 and .996. */
  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void unrollsTheSwissRollFromAllPairs(long seed) {
    Shapes.Roll roll = Shapes.swissRoll(1000, seed);
    HeatGeodesic heat =
        flow(Shapes.graph(roll.points(), 10), "t", "50", "landmarks", "1000", "filter", "exact");
    Agreement found = Agreement.of(heat.distances(), heat.landmarks(), roll.strip(), 2);
    assertThat(found.sources()).isEqualTo(1000);
    Check.ROLL_SPEARMAN.got(found.spearman());
    Check.ROLL_PEARSON.got(found.pearson());
    Check.ROLL_PRECISION.got(found.precision());
  }

  /** Reference values: .972 for distances, .9997 for the first diffusion coordinate. */
  @Test
  @Tag("slow")
  void unrollsALargeSwissRollFromFortySources() {
    int n = 10_000;
    Shapes.Roll roll = Shapes.swissRoll(n, 12);
    NeighborLists lists = Shapes.graph(roll.points(), 15);
    HeatGeodesic heat = flow(lists, "t", "1000", "landmarks", "40");
    Agreement found = Agreement.of(heat.distances(), heat.landmarks(), roll.strip(), 2);
    Check.ROLL_HEAT_SPEARMAN.got(found.spearman());

    double[] first = new double[n];
    double[] arc = new double[n];
    try (Workers workers = new Workers(2)) {
      KernelSettings settings =
          new KernelSettings(
              Kernel.DECAY, Symmetrization.MEAN, OptionalInt.empty(), 40, OptionalDouble.empty());
      DiffusionOperator operator =
          DiffusionOperator.of(KernelGraph.of(lists, settings, workers).weights(), 1, workers);
      long[] keys = IntStream.range(0, n).mapToLong(i -> SeededStream.hash(3, i)).toArray();
      Eigenpairs pairs = Spectrum.ofConnected(operator, 2, SolverOptions.of(1e-8), keys, workers);
      for (int i = 0; i < n; i++) {
        first[i] = pairs.vector(i, 1) / pairs.vector(i, 0);
        arc[i] = roll.strip()[2 * i];
      }
    }
    Check.ROLL_FIRST_COORDINATE.got(Math.abs(correlation(ranks(first), ranks(arc))));
  }

  private static double[] ranks(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return Arrays.stream(values).map(v -> Arrays.binarySearch(sorted, v)).toArray();
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return ab / Math.sqrt(aa * bb);
  }

  @ParameterizedTest
  @EnumSource(DiagonalMode.class)
  void landmarksAreExactAndOtherRowsWithinTheNamedError(DiagonalMode mode) {
    NeighborLists lists = Shapes.graph(Shapes.swissRoll(300, 3).points(), 10);
    HeatGeodesic all = flow(lists, "t", "20", "landmarks", "300");
    HeatGeodesic some =
        flow(
            lists,
            "t",
            "20",
            "landmarks",
            "30",
            "diagonal",
            mode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    assertThat(all.selfError()).isZero();
    assertThat(some.selfError()).isBetween(0.0, 0.6);
    double squares = 0;
    for (int i = 0; i < 300; i++) {
      boolean isLandmark = Arrays.binarySearch(some.landmarks(), i) >= 0;
      for (int j = 0; j < 30; j++) {
        double expected = all.distances()[i * 300 + some.landmarks()[j]];
        double found = some.distances()[i * 30 + j];
        double logs = (found * found - expected * expected) / 80;
        squares += logs * logs / (300 * 30);
        assertThat(isLandmark ? Math.abs(found - expected) : 0).isLessThan(1e-4);
      }
    }
    // The logarithm of a mean of two heats, one of them exact, is wrong by half as much.
    assertThat(Math.sqrt(squares)).isLessThan(Math.max(1e-4, some.selfError()));
  }

  @Test
  void distancesBetweenLandmarksAreSymmetric() {
    HeatGeodesic heat =
        flow(Shapes.graph(Shapes.swissRoll(150, 4).points(), 10), "landmarks", "150", "t", "10");
    for (int i = 0; i < 150; i++) {
      for (int j = 0; j < i; j++) {
        double there = heat.distances()[i * 150 + j];
        // Beyond, heat is near its rounding.
        if (there < 30) {
          assertThat(there).isEqualTo(heat.distances()[j * 150 + i], within(1e-3));
        }
      }
    }
  }

  @Test
  void permutingTheRowsPermutesTheDistances() {
    double[][] points = Shapes.swissRoll(120, 5).points();
    double[][] reversed =
        IntStream.range(0, 120).mapToObj(i -> points[119 - i]).toArray(double[][]::new);
    HeatGeodesic one = flow(Shapes.graph(points, 10), "landmarks", "120", "t", "30");
    HeatGeodesic other = flow(Shapes.graph(reversed, 10), "landmarks", "120", "t", "30");
    for (int i = 0; i < 120; i++) {
      for (int j = 0; j < 120; j++) {
        double found = other.distances()[(119 - i) * 120 + 119 - j];
        if (found < 50) {
          assertThat(found).isEqualTo(one.distances()[i * 120 + j], within(1e-3));
        }
      }
    }
  }

  @Test
  void filtersAgree() {
    NeighborLists lists = Shapes.graph(Shapes.swissRoll(100, 6).points(), 10);
    double[] chebyshev = flow(lists, "t", "20", "landmarks", "20").distances();
    double[] exact = flow(lists, "t", "20", "landmarks", "20", "filter", "exact").distances();
    double[] euler = flow(lists, "t", "20", "landmarks", "20", "filter", "euler").distances();
    for (int at = 0; at < exact.length; at++) {
      assertThat(chebyshev[at]).isEqualTo(exact[at], within(0.5 + 0.05 * exact[at]));
      // Implicit steps let heat run ahead: far rows seem near.
      assertThat(euler[at]).isLessThan(1.05 * exact[at] + 1);
    }
  }

  @Test
  void piecesWithoutALinkHaveNoDistance() {
    HeatGeodesic heat = flow(Shapes.graph(Shapes.heaps(60, 90), 8), "landmarks", "20");
    assertThat(heat.components().count()).isEqualTo(2);
    for (int i = 0; i < 150; i++) {
      for (int j = 0; j < 20; j++) {
        boolean isTogether =
            heat.components().component(i) == heat.components().component(heat.landmarks()[j]);
        assertThat(Double.isNaN(heat.distances()[i * 20 + j])).isEqualTo(!isTogether);
      }
    }
    assertThat(heat.map().coordinates()[0]).hasSize(2);
    assertThat(heat.map().coordinates()[149]).hasSize(2);
  }

  @Test
  void choosesAGridTimeWhereTheEntropyTurns() {
    HeatGeodesic heat =
        flow(Shapes.graph(Shapes.heaps(80, 80), 8), "landmarks", "20", "t-max", "40");
    HeatTime time = heat.time();
    assertThat(time.chosen()).containsExactly(time.knee());
    assertThat(time.grid()[0]).isEqualTo(0.05);
    assertThat(time.grid()[19]).isEqualTo(40, within(1e-12));
    for (int g = 1; g < 20; g++) {
      Check.ENTROPY_NEVER_FALLS.got(Math.max(0, time.entropy()[g - 1] - time.entropy()[g]));
    }
    // A heap of 80 rows that heat has filled.
    Check.ENTROPY_LIMIT.got(time.entropy()[19]);
    assertThat(time.knee()).isBetween(1, 8);
  }

  @Test
  void waitsUntilHeatHasArrived() {
    HeatGeodesic heat = flow(Shapes.ring(200), "landmarks", "20", "t-max", "750");
    assertThat(heat.time().chosen()[0]).isGreaterThanOrEqualTo(heat.time().knee());
    assertThat(heat.time().unreached()[heat.time().chosen()[0]]).isLessThanOrEqualTo(0.01);
  }

  @Test
  void joinsWhatHeatDoesNotReachOverLandmarksBetween() {
    HeatGeodesic heat = flow(Shapes.ring(300), "landmarks", "60", "t", "8");
    assertThat(heat.unreached(0)).isPositive();
    double widest = 0;
    double narrowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 300; i++) {
      float[] c = heat.map().coordinates()[i];
      widest = Math.max(widest, Math.hypot(c[0], c[1]));
      narrowest = Math.min(narrowest, Math.hypot(c[0], c[1]));
    }
    // A ring stays a ring.
    assertThat(narrowest).isGreaterThan(0.8 * widest);
    assertThat(heat.map().unplaced()).isZero();
  }

  @Test
  void severalTimesAreAveragedByTheirWeights() {
    NeighborLists lists = Shapes.ring(40);
    double[] both = flow(lists, "times", "5,15", "landmarks", "40").distances();
    double[] early = flow(lists, "t", "5", "landmarks", "40").distances();
    double[] late = flow(lists, "t", "15", "landmarks", "40").distances();
    for (int at = 0; at < both.length; at++) {
      assertThat(both[at]).isEqualTo(0.75 * early[at] + 0.25 * late[at], within(1e-9));
    }
  }

  @Test
  void scaleIsAnExponentAndDenoisingAMetric() {
    NeighborLists lists = Shapes.ring(40);
    double[] plain = flow(lists, "t", "9", "landmarks", "40").distances();
    double[] cubed = flow(lists, "t", "9", "landmarks", "40", "scale", "3").distances();
    double[] denoised = flow(lists, "t", "9", "landmarks", "40", "denoise", "1").distances();
    for (int at = 0; at < plain.length; at++) {
      assertThat(cubed[at]).isEqualTo(Math.pow(plain[at], 3), within(1e-9 * cubed[at] + 1e-9));
      double total = 0;
      for (int l = 0; l < 40; l++) {
        double gap = plain[at / 40 * 40 + l] - plain[at % 40 * 40 + l];
        total += gap * gap / 40;
      }
      assertThat(denoised[at]).isEqualTo(Math.sqrt(total), within(1e-9));
    }
  }

  @Test
  void copiesAreAtDistanceZero() {
    double[][] points = Shapes.swissRoll(120, 9).points();
    for (int i = 60; i < 120; i++) {
      points[i] = points[i - 60];
    }
    HeatGeodesic heat = flow(Shapes.graph(points, 10), "landmarks", "120", "t", "5");
    // A pair of copies shares its neighbours but not every list: nearly nothing, not nothing.
    double typical = Arrays.stream(heat.distances()).filter(d -> d > 0).average().orElseThrow();
    for (int i = 0; i < 60; i++) {
      assertThat(heat.distances()[i * 120 + i]).isZero();
      assertThat(heat.distances()[(i + 60) * 120 + i]).isLessThan(0.25 * typical);
    }
  }

  @ParameterizedTest
  @EnumSource(LandmarkRule.class)
  void choosesDistinctLandmarksInOrder(LandmarkRule rule) {
    HeatGeodesic heat =
        flow(
            Shapes.graph(Shapes.swissRoll(200, 10).points(), 10),
            "landmarks",
            "50",
            "t",
            "5",
            "landmark-rule",
            rule.name().toLowerCase(Locale.ROOT));
    assertThat(heat.landmarks()).hasSize(50).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void refusesATableOfCopies() {
    assertThatThrownBy(() -> flow(Shapes.graph(new double[20][3], 5)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("All distances are zero")
        .hasMessageContaining("Remove the copies");
  }

  @Test
  void refusesTheExactFilterOnLargeTables() {
    assertThatThrownBy(() -> flow(Shapes.ring(2049), "filter", "exact"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("2049 rows")
        .hasMessageContaining("Take filter chebyshev");
  }

  @Test
  void heatStaysOnASingleRow() {
    NeighborLists one =
        new NeighborLists(
            RowIds.ofNumbers(new long[] {5}),
            new int[] {0, 0},
            new int[0],
            new float[0],
            new int[1]);
    HeatGeodesic heat = flow(one);
    assertThat(heat.distances()).containsExactly(0);
    assertThat(heat.landmarkHeat(0)).isEqualTo(1, within(1e-12));
    assertThat(heat.map().coordinates()[0]).isNull();
  }

  /** Fewer rows than map coordinates and landmarks. */
  @Test
  void twoRowsHaveOneDistanceAndNoMapOfManyDimensions() {
    HeatGeodesic heat =
        flow(Shapes.graph(new double[][] {{0}, {1}}, 1), "t", "2", "dimensions", "16");
    // K = 1/e, L = [[1, -1], [-1, 1]] / e: H_01 = (1 - exp(-2 t / e)) / 2, d^2 = -4 t ln of it
    // over H_00.
    double decay = Math.exp(-4 / Math.E);
    double expected = Math.sqrt(-8 * Math.log((1 - decay) / (1 + decay)));
    assertThat(heat.landmarks()).containsExactly(0, 1);
    assertThat(heat.distances()[1]).isEqualTo(expected, within(1e-6));
    assertThat(heat.distances()[2]).isEqualTo(expected, within(1e-6));
    assertThat(heat.map().coordinates()[0]).isNull();
  }

  /** Simplex and star: heat knows no direction, so that equal steps are equal distances. */
  @Test
  void raysOfAStarAreEquallyFar() {
    int n = 30;
    double[][] points = new double[n][n];
    for (int i = 1; i < n; i++) {
      points[i][i] = 1;
    }
    HeatGeodesic heat = flow(Shapes.graph(points, 1), "t", "5", "landmarks", Integer.toString(n));
    double toHub = heat.distances()[2];
    double between = heat.distances()[2 * n + 3];
    assertThat(toHub).isPositive();
    assertThat(between).isGreaterThan(toHub);
    // Ray 1 is the one the hub lists, and twice as near as the others.
    for (int i = 2; i < n; i++) {
      assertThat(heat.distances()[i]).isEqualTo(toHub, within(1e-6));
      for (int j = 2; j < i; j++) {
        assertThat(heat.distances()[i * n + j]).isEqualTo(between, within(1e-6));
      }
    }
  }

  @Test
  void rowsOfACompleteGraphAreEquallyFar() {
    int n = 24;
    double[][] points = new double[n][n];
    for (int i = 0; i < n; i++) {
      points[i][i] = 1;
    }
    HeatGeodesic heat =
        flow(Shapes.graph(points, n - 1), "t", "0.05", "landmarks", Integer.toString(n));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(heat.distances()[i * n + j])
            .isEqualTo(i == j ? 0 : heat.distances()[1], within(1e-6));
      }
    }
    assertThat(heat.distances()[1]).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void bitsDoNotDependOnTheThreads(int threads) {
    NeighborLists lists = Shapes.graph(Shapes.swissRoll(600, 11).points(), 8);
    HeatGeodesicParameters parameters =
        ParameterBinder.bind(
            HeatGeodesicParameters.class, Map.of("landmarks", "40", "t-grid", "5"));
    double[][] found = new double[2][];
    for (int run = 0; run < 2; run++) {
      try (Workers workers = new Workers(run == 0 ? 2 : threads)) {
        HeatGeodesic heat = HeatGeodesic.of(lists, parameters, 1, workers, Progress.SILENT);
        found[run] = heat.distances();
      }
    }
    assertThat(found[1]).isEqualTo(found[0]);
  }
}
