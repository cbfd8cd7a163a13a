package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockJoinTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 1, 3", "33, 5, 4", "65, 17, 7", "200, 3, 64", "129, 100, 100"})
  void keepsTheNearestOfEveryRowOfABlock(int rows, int dim, int capacity) {
    float[] matrix = PanelKernelTest.normals(rows * dim, rows);
    for (PanelKernel kernel : new PanelKernel[] {Kernels.panel(), Kernels.scalarPanel()}) {
      PanelBlock block = new PanelBlock(kernel, rows, dim);
      block.packRange(matrix, PanelKernelTest.norms(matrix, dim), 0, rows);
      RunningLists lists = new RunningLists(kernel, rows, capacity);
      NearestLists shared = new NearestLists(rows, capacity);
      lists.begin(block, shared);
      new BlockJoin(kernel, rows).joinSelf(block, lists);
      lists.mergeInto(shared, block);
      assertEqualsNaive(shared, matrix, dim);
    }
  }

  @ParameterizedTest
  @CsvSource({"40, 3, 5", "100, 17, 10", "97, 64, 24"})
  void findsTheSameInAnyDivisionIntoBlocks(int rows, int dim, int capacity) {
    float[] matrix = PanelKernelTest.normals(rows * dim, rows);
    float[] norms = PanelKernelTest.norms(matrix, dim);
    int cut = rows / 3;
    PanelKernel kernel = Kernels.panel();
    PanelBlock one = new PanelBlock(kernel, rows, dim);
    PanelBlock other = new PanelBlock(kernel, rows, dim);
    int[] backwards = IntStream.range(0, rows).map(i -> rows - 1 - i).toArray();
    one.pack(matrix, norms, backwards, 0, cut);
    other.pack(matrix, norms, backwards, cut, rows);
    RunningLists first = new RunningLists(kernel, rows, capacity);
    RunningLists second = new RunningLists(kernel, rows, capacity);
    NearestLists shared = new NearestLists(rows, capacity);
    BlockJoin join = new BlockJoin(kernel, rows);
    for (int repeat = 0; repeat < 2; repeat++) {
      first.begin(one, shared);
      second.begin(other, shared);
      join.joinBoth(one, first, other, second);
      first.mergeInto(shared, one);
      second.mergeInto(shared, other);
      first.begin(one, shared);
      join.joinSelf(one, first);
      first.mergeInto(shared, one);
      second.begin(other, shared);
      join.joinSelf(other, second);
      second.mergeInto(shared, other);
    }
    assertEqualsNaive(shared, matrix, dim);
  }

  @ParameterizedTest
  @CsvSource({"40, 3, 0.5", "100, 17, 20", "65, 64, 1000"})
  void listsAllPairsWithinALimit(int rows, int dim, float limit) {
    float[] matrix = PanelKernelTest.normals(rows * dim, 5);
    float[] norms = PanelKernelTest.norms(matrix, dim);
    PanelKernel kernel = Kernels.panel();
    PanelBlock queries = new PanelBlock(kernel, 7, dim);
    queries.packRange(matrix, norms, 0, 7);
    PanelBlock corpus = new PanelBlock(kernel, rows, dim);
    corpus.packRange(matrix, norms, 0, rows);
    float[] limits = new float[7 + kernel.width()];
    Arrays.fill(limits, limit);
    long[] pairs = new long[7 * rows];
    int found = new BlockJoin(kernel, rows).within(queries, limits, corpus, pairs);
    long[] expected =
        IntStream.range(0, 7 * rows)
            .filter(p -> squared(matrix, norms, p / rows, p % rows, dim) <= limit)
            .mapToLong(p -> (long) (p / rows) << 32 | p % rows)
            .toArray();
    assertThat(Arrays.copyOf(pairs, found)).containsExactlyInAnyOrder(expected);
  }

  @ParameterizedTest
  @CsvSource({"20, 3", "40, 17", "64, 5", "300, 8"})
  void offersNothingThatIsKnown(int rows, int dim) {
    float[] matrix = PanelKernelTest.normals(rows * dim, 11);
    ListedPairs known = new ListedPairs(rows);
    known.begin(rows);
    IntStream.range(0, rows * rows)
        .filter(p -> (SeededStream.bits(3, p) & 3) == 0)
        .forEach(p -> known.add(p / rows, p % rows));
    for (PanelKernel kernel : new PanelKernel[] {Kernels.panel(), Kernels.scalarPanel()}) {
      PanelBlock block = new PanelBlock(kernel, rows, dim);
      block.packRange(matrix, PanelKernelTest.norms(matrix, dim), 0, rows);
      RunningLists lists = new RunningLists(kernel, rows, rows);
      lists.begin(block);
      new BlockJoin(kernel, rows).joinSelf(block, lists, known);
      for (int i = 0; i < rows; i++) {
        int row = i;
        lists.sort(row);
        assertThat(IntStream.range(0, lists.size(i)).map(r -> NeighborKey.index(lists.key(row, r))))
            .containsExactlyInAnyOrder(
                IntStream.range(0, rows)
                    .filter(j -> j != row && !known.holds(row, j))
                    .boxed()
                    .toArray(Integer[]::new));
      }
    }
  }

  private static void assertEqualsNaive(NearestLists lists, float[] matrix, int dim) {
    float[] norms = PanelKernelTest.norms(matrix, dim);
    for (int i = 0; i < norms.length; i++) {
      int row = i;
      long[] expected =
          IntStream.range(0, norms.length)
              .filter(j -> j != row)
              .mapToLong(j -> NeighborKey.of(squared(matrix, norms, row, j, dim), j))
              .sorted()
              .limit(lists.capacity())
              .toArray();
      assertThat(IntStream.range(0, lists.size(i)).mapToLong(r -> lists.key(row, r)))
          .as("row " + i)
          .containsExactly(Arrays.stream(expected).boxed().toArray(Long[]::new));
    }
  }

  private static float squared(float[] matrix, float[] norms, int i, int j, int dim) {
    float product = 0;
    for (int t = 0; t < dim; t++) {
      product = Math.fma(matrix[i * dim + t], matrix[j * dim + t], product);
    }
    return Math.fma(product, -2f, norms[i] + norms[j]);
  }
}
