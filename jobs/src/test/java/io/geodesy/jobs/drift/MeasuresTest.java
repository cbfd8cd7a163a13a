package io.geodesy.jobs.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.kernel.Workers;
import io.geodesy.moment.Sketch;
import io.geodesy.moment.SketchDesign;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The measures that need no Spark, on sketches of normal rows. */
class MeasuresTest {
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void close() {
    WORKERS.close();
  }

  private static Measure frechet(Sketch reference, Sketch current) {
    return Frechet.of(reference, current, Sketches.pair(reference, current), 64, WORKERS);
  }

  @Test
  void isNoDistanceFromATableToItself() {
    Sketch sketch = Sketches.normal(Sketches.design(6, 300), 1, 500, 0, 1);
    assertThat(frechet(sketch, sketch).value()).isLessThan(1e-9);
    SamplePair same = Sketches.pair(sketch, sketch);
    assertThat(SlicedDistance.of(same, 10, 19, WORKERS).value()).isZero();
    assertThat(FeatureDiscrepancy.of(sketch, sketch, 19, 1).value()).isLessThanOrEqualTo(0);
  }

  /** Between N(0, I) and N(m, s^2 I) it is |m|^2 + d (1 - s)^2. */
  @Test
  void findsTheClosedFormOfTwoGaussians() {
    SketchDesign design = Sketches.design(6, 2000);
    Measure found =
        frechet(
            Sketches.normal(design, 1, 20_000, 0, 1), Sketches.normal(design, 2, 20_000, 2, 1.5));
    assertThat(found.value()).isCloseTo(4 + 6 * 0.25, within(0.15));
    assertThat(found.low()).isLessThan(5.5);
    assertThat(found.high()).isGreaterThan(5.5);
    assertThat(found.high() - found.low()).isLessThan(0.4);
  }

  @Test
  void coversTheDistanceOfGaussiansNineteenTimesInTwenty() {
    SketchDesign design = Sketches.design(4, 400);
    int covered = 0;
    double sum = 0;
    double expected = 0;
    for (int seed = 0; seed < 60; seed++) {
      Measure shifted =
          frechet(
              Sketches.normal(design, 1000 + seed, 400, 0, 1),
              Sketches.normal(design, 2000 + seed, 400, 0.8, 1));
      covered += shifted.low() <= 0.64 && 0.64 <= shifted.high() ? 1 : 0;
      Measure none =
          frechet(
              Sketches.normal(design, 3000 + seed, 400, 0, 1),
              Sketches.normal(design, 4000 + seed, 400, 0, 1));
      sum += none.value() / 60;
      expected += none.underNoDrift() / 60;
    }
    // Binomial(60, 0.95): 50 or fewer are a chance of 1 in 1350.
    assertThat(covered).isBetween(51, 60);
    // Its variance over the squared inverse is 13, its mean 9: 0.052 is the error of this ratio.
    assertThat(sum / expected).isBetween(0.85, 1.15);
  }

  @Test
  void comparesWideTablesOnTheirLeadingAxes() {
    SketchDesign design = Sketches.design(8, 500);
    Sketch reference = Sketches.normal(design, 1, 3000, 0, 1);
    Sketch current = Sketches.normal(design, 2, 3000, 3, 1);
    SamplePair samples = Sketches.pair(reference, current);
    Measure whole = Frechet.of(reference, current, samples, 8, WORKERS);
    Measure leading = Frechet.of(reference, current, samples, 3, WORKERS);
    assertThat(leading.value()).isLessThan(whole.value()).isCloseTo(9, within(0.5));
    assertThat(leading.note()).contains("on the leading 3 of 8 axes");
  }

  private static int alarms(BiFunction<Sketch, Sketch, Measure> measure, double level, int n2) {
    SketchDesign design = Sketches.design(3, 300);
    int alarms = 0;
    for (int seed = 0; seed < 100; seed++) {
      Measure found =
          measure.apply(
              Sketches.normal(design, 10_000 + seed, 300, 0, 1),
              Sketches.normal(design, 20_000 + seed, n2, 0, 1));
      alarms += found.p() <= level ? 1 : 0;
    }
    return alarms;
  }

  /** Binomial(100, 0.1): more than 20 alarms are a chance of 1 in 1238, none of 1 in 37 648. */
  @Test
  void raisesNoMoreFalseAlarmsThanTheLevelOfEachTest() {
    for (int n2 : new int[] {300, 90}) {
      assertThat(alarms((a, b) -> FeatureDiscrepancy.of(a, b, 99, 7), 0.1, n2)).isBetween(1, 20);
      assertThat(alarms((a, b) -> SlicedDistance.of(Sketches.pair(a, b), 10, 99, WORKERS), 0.1, n2))
          .isBetween(1, 20);
      assertThat(alarms((a, b) -> Components.of(a, b, Sketches.pair(a, b), 0.1).share(), 0.1, n2))
          .isLessThanOrEqualTo(20);
      assertThat(
              alarms((a, b) -> NewRegions.of(Sketches.pair(a, b), 0.1, WORKERS).share(), 0.1, n2))
          .isLessThanOrEqualTo(20);
    }
  }

  @Test
  void seesAShiftInEveryTest() {
    SketchDesign design = Sketches.design(3, 600);
    Sketch reference = Sketches.normal(design, 1, 600, 0, 1);
    Sketch current = Sketches.normal(design, 2, 600, 1, 1);
    SamplePair samples = Sketches.pair(reference, current);
    Measure discrepancy = FeatureDiscrepancy.of(reference, current, 999, 7);
    assertThat(discrepancy.p()).isEqualTo(0.001);
    assertThat(discrepancy.low()).isPositive();
    assertThat(SlicedDistance.of(samples, 50, 999, WORKERS).p()).isEqualTo(0.001);
    Components components = Components.of(reference, current, samples, 0.01);
    assertThat(components.share().value()).isEqualTo(1.0 / 3);
    assertThat(components.components().get(0).meanShift()).isCloseTo(1, within(0.15));
    Sketch far = Sketches.normal(design, 3, 600, 6, 1);
    assertThat(NewRegions.of(Sketches.pair(reference, far), 0.01, WORKERS).share().value())
        .isGreaterThan(0.95);
  }

  /** Of W1 between N(0, 1) and N(m, 1) along u, |m u|, the mean over directions in d dimensions. */
  @Test
  void slicesAShiftAsTheClosedFormSays() {
    SketchDesign design = Sketches.design(3, 4000);
    Sketch reference = Sketches.normal(design, 1, 4000, 0, 1);
    Sketch current = Sketches.normal(design, 2, 4000, 2, 1);
    Measure found = SlicedDistance.of(Sketches.pair(reference, current), 400, 19, WORKERS);
    // E|u_1| on the sphere of three dimensions is 1/2.
    assertThat(found.value()).isCloseTo(1, within(0.06));
  }

  @Test
  void comparesPopulationsByTheirShares() {
    Populations found =
        Populations.of(
            List.of("a", "b", "c"),
            new long[] {500, 300, 200},
            new long[] {300, 500, 200},
            "groups");
    assertThat(found.shift().value()).isCloseTo(0.2, within(1e-12));
    // Pearson: 2 (100^2 / 400 + 100^2 / 400) = 100 on 2 degrees, exp(-50).
    assertThat(found.shift().p()).isLessThan(1e-15);
    assertThat(found.populations())
        .extracting(Populations.Population::name)
        .containsExactly("a", "b", "c");
    assertThat(
            Populations.of(List.of("a", "b"), new long[] {50, 50}, new long[] {52, 48}, "groups")
                .shift()
                .p())
        // Pearson on 1 degree: 0.0800, two-sided normal tail of 0.2829.
        .isCloseTo(0.7773, within(1e-4));
  }

  @Test
  void adjustsPValuesByHolmAndByBenjaminiAndHochberg() {
    Verdict verdict =
        Verdict.of(List.of(measure(0.01), measure(Double.NaN), measure(0.04), measure(0.03)), 0.05);
    assertThat(verdict.adjusted()[0]).isCloseTo(0.03, within(1e-15));
    assertThat(verdict.adjusted()[1]).isNaN();
    assertThat(verdict.adjusted()[2]).isCloseTo(0.06, within(1e-15));
    assertThat(verdict.adjusted()[3]).isCloseTo(0.06, within(1e-15));
    assertThat(verdict.isDrift()).isTrue();
    assertThat(Components.benjaminiHochberg(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.02, 0.04, 0.04, 0.02}, within(1e-15));
  }

  private static Measure measure(double p) {
    return new Measure("m", 0, 0, 0, 0, p, 1, 1, "");
  }

  @Test
  void comparesDistributionFunctionsWithTies() {
    assertThat(Components.ks(new float[] {1, 1, 2, 3}, new float[] {1, 2, 2, 2})).isEqualTo(0.25);
    assertThat(Components.ks(new float[] {0, 0}, new float[] {5})).isEqualTo(1);
  }
}
