package io.geodesy.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class NeighborBlocksTest {
  private static final int ROWS = 500;
  private static final int K = 4;

  @Test
  void holdTheListsOfTheTable() {
    for (boolean isText : new boolean[] {false, true}) {
      Dataset<Row> table = table(7, isText, 9);
      NeighborLists lists = NeighborLists.collect(table);
      for (int count : isText ? new int[] {4} : new int[] {1, 7}) {
        try (NeighborBlocks blocks = NeighborBlocks.of(table.repartition(5), count)) {
          assertThat(blocks.rows()).isEqualTo(ROWS);
          boolean[] isSeen = new boolean[ROWS];
          for (NeighborBlock block : blocks.blocks().collect()) {
            requireLists(block, lists);
            for (int number : block.numbers()) {
              assertThat(isSeen[number]).isFalse();
              isSeen[number] = true;
            }
          }
          assertThat(isSeen).containsOnly(true);
          assertThat(blocks.ids(new int[] {0, 77, 499}))
              .containsExactly(lists.ids().get(0), lists.ids().get(77), lists.ids().get(499));
        }
      }
    }
  }

  private static void requireLists(NeighborBlock block, NeighborLists lists) {
    for (int i = 0; i < block.rows(); i++) {
      int row = block.number(i);
      int from = block.offsets()[i];
      int[] named =
          Arrays.stream(block.neighbors(), from, block.offsets()[i + 1])
              .map(v -> block.vertices()[v])
              .toArray();
      assertThat(named)
          .as("row %d", row)
          .isEqualTo(
              Arrays.copyOfRange(
                  lists.neighbors(), lists.offsets()[row], lists.offsets()[row + 1]));
      assertThat(block.distances()[from]).isEqualTo(lists.distances()[lists.offsets()[row]]);
    }
  }

  @Test
  void fillBlocksEvenlyWhateverTheCells() {
    for (int cells : new int[] {1, 9, ROWS}) {
      try (NeighborBlocks blocks = NeighborBlocks.of(table(3, false, cells), 5)) {
        List<Integer> sizes = blocks.blocks().map(NeighborBlock::rows).collect();
        assertThat(sizes).as("%d cells", cells).allMatch(rows -> rows > 40 && rows < 170);
      }
    }
  }

  @Test
  void tellGhostsWhatTheirOwnersKnow() {
    try (NeighborBlocks blocks = NeighborBlocks.of(table(5, false, 9), 6)) {
      List<int[]> extended =
          blocks.exchange(blocks.blocks().map(NeighborBlocksTest::twoOfEach), 2).collect();
      List<NeighborBlock> held = blocks.blocks().collect();
      for (int b = 0; b < held.size(); b++) {
        int[] vertices = held.get(b).vertices();
        for (int v = 0; v < vertices.length; v++) {
          assertThat(extended.get(b)[2 * v]).isEqualTo(vertices[v]);
          assertThat(extended.get(b)[2 * v + 1]).isEqualTo(-7 * vertices[v]);
        }
      }
    }
  }

  /** Blocks may lie anywhere: the forest of their forests is that of the table. */
  @Test
  void mergeToTheForestOfTheTable() {
    for (int seed = 0; seed < 2; seed++) {
      Dataset<Row> table = table(seed, false, 9);
      NeighborLists lists = NeighborLists.collect(table);
      double[] weights = new double[lists.neighbors().length];
      Arrays.setAll(weights, e -> lists.distances()[e]);
      MinimumSpanningForest expected =
          MinimumSpanningForest.boruvka(lists.offsets(), lists.neighbors(), weights);
      for (int count : new int[] {4, 20}) {
        try (NeighborBlocks blocks = NeighborBlocks.of(table, count)) {
          MinimumSpanningForest found =
              ForestPart.merge(blocks.blocks().map(NeighborBlocksTest::forest), ROWS);
          assertThat(found.from()).as("seed %d, %d blocks", seed, count).isEqualTo(expected.from());
          assertThat(found.to()).isEqualTo(expected.to());
          assertThat(found.weights()).isEqualTo(expected.weights());
        }
      }
    }
  }

  @Test
  void nameANeighbourThatIsNoRow() {
    Dataset<Row> table = table(1, false, 9).where("id <> 30");
    int before = SharedSession.get().sparkContext().getPersistentRDDs().size();
    assertThatThrownBy(() -> NeighborBlocks.of(table, 3))
        .hasRootCauseInstanceOf(DataException.class)
        .rootCause()
        .hasMessageMatching(
            "Table neighbors: row \\d+ lists neighbour 30, which has no row of its own. Compute the graph again.");
    assertThat(SharedSession.get().sparkContext().getPersistentRDDs().size()).isEqualTo(before);
  }

  @Test
  void nameAnIdThatStandsTwice() {
    Dataset<Row> table = table(1, false, 9);
    assertThatThrownBy(() -> NeighborBlocks.of(table.union(table.where("id = 30")), 3))
        .hasStackTraceContaining("Row id 30 appears twice: ids must be unique.");
  }

  @Test
  void placeVectorsByTheirIds() {
    Dataset<Row> table = table(2, true, 9);
    Dataset<Row> vectors =
        table.selectExpr("id", "array(cast(cell as float), distances[0]) as vector");
    try (NeighborBlocks blocks = NeighborBlocks.of(table, 4);
        RangeVectors placed = RangeVectors.of(vectors.repartition(3), blocks, 2)) {
      NeighborLists lists = NeighborLists.collect(table);
      int[] some = {0, 3, 250, 499};
      float[] found = placed.collect(some);
      for (int i = 0; i < some.length; i++) {
        assertThat(found[2 * i]).isEqualTo(lists.cells()[some[i]]);
        assertThat(found[2 * i + 1]).isEqualTo(lists.distances()[lists.offsets()[some[i]]]);
      }
    }
  }

  @Test
  void refuseVectorsOfOtherRows() {
    Dataset<Row> table = table(2, false, 9);
    Dataset<Row> vectors = table.selectExpr("id", "array(cast(cell as float)) as vector");
    try (NeighborBlocks blocks = NeighborBlocks.of(table, 4)) {
      RangeVectors few = RangeVectors.of(vectors.where("id <> 30"), blocks, 1);
      assertThatThrownBy(() -> few.collect(new int[] {0}))
          .hasStackTraceContaining("the graph belongs to another table. Compute the graph again.");
      RangeVectors others =
          RangeVectors.of(
              vectors.union(vectors.where("id = 30").selectExpr("id + 1", "vector")), blocks, 1);
      assertThatThrownBy(() -> others.collect(new int[] {0}))
          .hasStackTraceContaining("Row 31 of table vectors has no row in table neighbors");
    }
  }

  private static int[] twoOfEach(NeighborBlock block) {
    int[] values = new int[2 * block.rows()];
    for (int i = 0; i < block.rows(); i++) {
      values[2 * i] = block.number(i);
      values[2 * i + 1] = -7 * block.number(i);
    }
    return values;
  }

  private static ForestPart forest(NeighborBlock block) {
    double[] weights = new double[block.neighbors().length];
    Arrays.setAll(weights, e -> block.distances()[e]);
    return block.forest(weights);
  }

  /** Rows on a line list near rows, at distances of few values, so that ties must be broken. */
  private static Dataset<Row> table(int seed, boolean isText, int cells) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Object[] neighbors = new Object[K];
      float[] distances = new float[K];
      for (int j = 0; j < K; j++) {
        int step = j - K / 2 >= 0 ? j - K / 2 + 1 : j - K / 2;
        int other = Math.floorMod(i + step * 3, ROWS);
        int pair = Math.min(i, other) * 31 + Math.max(i, other);
        neighbors[j] = id(other, isText);
        distances[j] = 1 + (int) (4 * SeededStream.uniform(seed, pair));
      }
      rows.add(RowFactory.create(id(i, isText), neighbors, distances, i * cells / ROWS));
    }
    return SharedSession.get()
        .createDataFrame(
            rows,
            StandardTables.NEIGHBORS.schema(isText ? DataTypes.StringType : DataTypes.LongType));
  }

  private static Object id(int row, boolean isText) {
    return isText ? "é" + row : (Object) (3L * row);
  }
}
