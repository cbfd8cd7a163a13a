package io.geodesy.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import io.geodesy.testing.SharedSession;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class NeighborListsTest {
  @Test
  void ordersListsByIdWhateverThePartitions() {
    Dataset<Row> table =
        table(
            "bigint",
            "(9, array(-5, 3), array(1.5, 2.5), 1), (-5, array(9), array(1.5), 0), (3, array(9, -5), array(2.5, 4.0), 2)");
    for (int partitions : new int[] {1, 2, 7}) {
      NeighborLists lists = NeighborLists.collect(table.repartition(partitions));

      assertThat(lists.rows()).isEqualTo(3);
      assertThat(lists.ids().get(0)).isEqualTo(-5L);
      assertThat(lists.offsets()).containsExactly(0, 1, 3, 5);
      assertThat(lists.neighbors()).containsExactly(2, 2, 0, 0, 1);
      assertThat(lists.distances()).containsExactly(1.5f, 2.5f, 4f, 1.5f, 2.5f);
      assertThat(lists.cells()).containsExactly(0, 2, 1);
      assertThat(lists.degree(1)).isEqualTo(2);
      assertThat(lists.minDegree()).isEqualTo(1);
    }
  }

  @Test
  void readsTextIds() {
    NeighborLists lists =
        NeighborLists.collect(
            table(
                "string",
                "('b', array('a'), array(1.0), 0), ('a', array('Ä'), array(1.0), 0), ('Ä', array('b'), array(1.0), 0)"));

    assertThat(lists.ids().get(2)).isEqualTo("Ä");
    assertThat(lists.neighbors()).containsExactly(2, 0, 1);
  }

  @Test
  void keepsWhatIsLeftOfTheListsOfSomeRows() {
    NeighborLists some =
        NeighborLists.collect(
                table(
                    "bigint",
                    "(1, array(2, 3), array(1.0, 2.0), 5), (2, array(1, 3), array(1.0, 1.5), 6), (3, array(2, 1), array(1.5, 2.0), 7)"))
            .restrictedTo(new int[] {0, 2});

    assertThat(some.ids().get(1)).isEqualTo(3L);
    assertThat(some.offsets()).containsExactly(0, 1, 2);
    assertThat(some.neighbors()).containsExactly(1, 0);
    assertThat(some.distances()).containsExactly(2f, 2f);
    assertThat(some.cells()).containsExactly(5, 7);
  }

  @Test
  void namesANeighbourThatIsNoRow() {
    assertThatThrownBy(() -> NeighborLists.collect(table("bigint", "(1, array(2), array(1.0), 0)")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Table neighbors: row 1 lists neighbour 2, which has no row of its own. Compute the graph again.");
  }

  private static Dataset<Row> table(String id, String rows) {
    return SharedSession.get()
        .sql(
            "select cast(a as %s) as id, cast(b as array<%s>) as neighbor_ids, cast(c as array<float>) as distances, d as cell from values %s as t(a, b, c, d)"
                .formatted(id, id, rows));
  }
}
