package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BallCarvingTest {
  private static final RowHash HASH = SeededStream::hash;

  @Test
  void coversEveryRowWithinTheCap() {
    Leaves leaves = carve(TestTables.search(TestTables.mixture(9000, 20, 4, 2)));
    assertCovers(leaves, 9000);
  }

  @Test
  void cutsRowsThatNoLeaderDivides() {
    // All rows stand on one point: every row is nearest to the leader of least index.
    Leaves leaves = carve(new SearchRows(new float[5000 * 3], new float[5000], 3, 1));
    assertCovers(leaves, 5000);
  }

  @Test
  void keepsASmallTableWhole() {
    Leaves leaves = carve(TestTables.search(TestTables.normals(800, 5, 1)));
    assertThat(leaves.count()).isEqualTo(1);
    assertCovers(leaves, 800);
  }

  @Test
  void putsEachRowIntoTheCellOfItsNearestLeader() {
    SearchRows search = TestTables.search(TestTables.mixture(4000, 6, 3, 5));
    int[] cells = carve(search).cells();
    double within = 0;
    double across = 0;
    for (int i = 0; i + 1 < 4000; i++) {
      for (int j = i + 1; j < Math.min(4000, i + 50); j++) {
        double squared = Kernels.pair().squared(search.values(), i * 6, search.values(), j * 6, 6);
        if (cells[i] == cells[j]) {
          within = Math.max(within, squared);
        } else {
          across = Math.max(across, squared);
        }
      }
    }
    assertThat(within).isLessThan(across / 2);
  }

  @Test
  void numbersNearCellsOneAfterTheOther() {
    int n = 12_000;
    SearchRows search = TestTables.search(TestTables.normals(n, 2, 2));
    int[] cells = carve(search).cells();
    int count = Arrays.stream(cells).max().orElseThrow() + 1;
    double apart = 0;
    for (int i = 0; i < n; i += 40) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < n; j++) {
        double squared = Kernels.pair().squared(search.values(), i * 2, search.values(), j * 2, 2);
        if (cells[j] != cells[i] && squared < least) {
          least = squared;
          nearest = j;
        }
      }
      apart += Math.abs(cells[nearest] - cells[i]);
    }
    // Numbers drawn at random are a third of all numbers apart.
    assertThat(40 * apart / n / count).isLessThan(0.15);
  }

  private static void assertCovers(Leaves leaves, int rows) {
    assertThat(leaves.largest()).isLessThanOrEqualTo(1024);
    boolean[] isCovered = new boolean[rows];
    for (int l = 0; l < leaves.count(); l++) {
      int[] leaf = Arrays.copyOfRange(leaves.rows(), leaves.offsets()[l], leaves.offsets()[l + 1]);
      assertThat(leaf).doesNotHaveDuplicates();
      Arrays.stream(leaf).forEach(row -> isCovered[row] = true);
    }
    assertThat(isCovered).doesNotContain(false);
  }

  private static Leaves carve(SearchRows search) {
    try (Workers workers = new Workers(2)) {
      return new BallCarving(search, HASH, 42, workers).carve(3, 2);
    }
  }
}
