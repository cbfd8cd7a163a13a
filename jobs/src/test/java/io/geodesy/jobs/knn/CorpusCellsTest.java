package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorpusCellsTest {
  private static final int QUERIES = 3000;

  @Test
  void putsEveryQueryIntoCellsOfTheCorpus() {
    List<CorpusCells.Cell> cells = divide(TestTables.search(TestTables.mixture(9000, 20, 4, 2)));
    assertThat(all(cells, true)).hasSize(QUERIES).allMatch(row -> row < QUERIES);
    assertThat(all(cells, false)).allMatch(row -> row >= QUERIES);
    // A cell that its leaders leave nearly whole may be larger than the cap.
    double within = cells.stream().filter(cell -> cell.corpus().length <= 1024).count();
    assertThat(within / cells.size()).isGreaterThan(0.9);
  }

  @Test
  void keepsASmallCorpusWhole() {
    List<CorpusCells.Cell> cells =
        divide(TestTables.search(TestTables.normals(QUERIES + 800, 5, 1)));
    assertThat(cells).hasSize(1);
    assertThat(cells.get(0).corpus()).hasSize(800);
    assertThat(cells.get(0).queries()).hasSize(QUERIES);
  }

  @Test
  void keepsAMassWholeThatNoLeaderDivides() {
    // All rows stand on one point: every row is nearest to the leaders of least index.
    List<CorpusCells.Cell> cells =
        divide(new SearchRows(new float[8000 * 3], new float[8000], 3, 1));
    assertThat(cells).hasSize(3).allMatch(cell -> cell.corpus().length == 8000 - QUERIES);
  }

  private static List<Integer> all(List<CorpusCells.Cell> cells, boolean ofQueries) {
    return cells.stream()
        .flatMapToInt(cell -> Arrays.stream(ofQueries ? cell.queries() : cell.corpus()))
        .distinct()
        .boxed()
        .toList();
  }

  private static List<CorpusCells.Cell> divide(SearchRows search) {
    try (Workers workers = new Workers(2)) {
      int[] queries = IntStream.range(0, QUERIES).toArray();
      int[] corpus = IntStream.range(QUERIES, search.rows()).toArray();
      return new CorpusCells(search, queries, corpus, SeededStream::hash, workers).divide(3, 42);
    }
  }
}
