package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.PairKernel;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricRowsTest {
  private static final int DIM = 37;
  private static final Workers WORKERS = new Workers(2);

  @AfterAll
  static void end() {
    WORKERS.close();
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -128})
  void bytesGiveTheBitsOfTheFloats(float least) {
    float[] values = wholeNumbers(600, least);
    MetricRows plain = MetricRows.of(values, DIM, Metric.EUCLIDEAN, WORKERS);
    MetricRows packed = plain.withBytes(WORKERS);
    assertThat(plain.hasBytes()).isFalse();
    assertThat(packed.hasBytes()).isTrue();
    MetricRows.FourRows four = new MetricRows.FourRows();
    for (int i = 0; i < 600; i++) {
      int[] others = {i, (i + 1) % 600, (7 * i + 3) % 600, 599 - i};
      packed.distances(i, others, four);
      for (int r = 0; r < PairKernel.FOUR; r++) {
        assertThat(packed.distance(i, others[r])).isEqualTo(plain.distance(i, others[r]));
        assertThat(four.distance(r)).isEqualTo(plain.distance(i, others[r]));
      }
    }
    DuplicateGroups groups = DuplicateGroups.find(packed, WORKERS);
    assertThat(groups.groupOf()).isEqualTo(DuplicateGroups.find(plain, WORKERS).groupOf());
    assertThat(groups.duplicateRows()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.5f, -1, 256, 1e9f})
  void oneValueThatIsNoByteKeepsTheFloats(float value) {
    float[] values = wholeNumbers(600, 0);
    for (int at : new int[] {0, 300 * DIM, values.length - 1}) {
      float[] others = values.clone();
      others[at] = value;
      assertThat(
              MetricRows.of(others, DIM, Metric.EUCLIDEAN, WORKERS).withBytes(WORKERS).hasBytes())
          .isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "EUCLIDEAN")
  void otherMetricsKeepTheFloats(Metric metric) {
    float[] values = wholeNumbers(50, 0);
    assertThat(MetricRows.of(values, DIM, metric, WORKERS).withBytes(WORKERS).hasBytes()).isFalse();
  }

  /** Halves are no whole numbers: the same search by floats. */
  @Test
  void approximateSearchByBytesFindsWhatItFindsByFloats() {
    float[][] rows = TestTables.bytes(6000, 96, 5);
    float[][] halves = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      halves[i] = rows[i].clone();
      for (int t = 0; t < halves[i].length; t++) {
        halves[i][t] *= 0.5f;
      }
    }
    KnnGraphParameters parameters =
        TestTables.parameters(10, Metric.EUCLIDEAN, SearchMode.APPROXIMATE, 0.98);
    NeighborGraph byBytes = TestTables.graph(rows, parameters, 2);
    NeighborGraph byFloats = TestTables.graph(halves, parameters, 2);
    assertThat(byBytes.recall().value()).isGreaterThan(0.98);
    int same = 0;
    for (int i = 0; i < byBytes.neighbors().length; i++) {
      if (byBytes.neighbors()[i] == byFloats.neighbors()[i]) {
        same++;
        assertThat(byBytes.distances()[i]).isEqualTo(2 * byFloats.distances()[i]);
      }
    }
    assertThat(same).isGreaterThan(byBytes.neighbors().length * 99 / 100);
  }

  /** Every byte value, and the last row a copy of the first. */
  private static float[] wholeNumbers(int rows, float least) {
    float[][] bytes = TestTables.bytes(rows, DIM, 3);
    bytes[rows - 1] = bytes[0].clone();
    bytes[1][0] = 0;
    bytes[1][1] = 255;
    float[] values = TestTables.block(bytes).values();
    float[] moved = Arrays.copyOf(values, values.length);
    for (int i = 0; i < moved.length; i++) {
      moved[i] += least;
    }
    return moved;
  }
}
