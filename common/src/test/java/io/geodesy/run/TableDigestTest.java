package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.SharedSession;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TableDigestTest {
  private static final String ROWS =
      "select id, array(cast(id as float), 0.5f) as v, if(id % 3 = 0, null, string(id)) as `odd.name` from range(100)";

  @Test
  void doesNotDependOnOrderOrPartitions() {
    Dataset<Row> rows = sql(ROWS);

    assertThat(digest(rows.repartition(7).sortWithinPartitions("v"))).isEqualTo(digest(rows));
    assertThat(digest(rows).rows()).isEqualTo(100);
  }

  @Test
  void noticesOneChangedElement() {
    assertThat(digest(sql(ROWS.replace("0.5f", "if(id = 57, 0.25f, 0.5f)"))))
        .isNotEqualTo(digest(sql(ROWS)));
  }

  @Test
  void noticesTwoEqualRowsThatVanishThoughTheirHashesCancel() {
    Dataset<Row> one = sql("select 1L as id");
    Dataset<Row> three = one.union(one).union(one);

    assertThat(digest(three).digest()).isNotEqualTo(digest(one).digest());
  }

  @Test
  void countsNoRowsOfAnEmptyTable() {
    assertThat(digest(sql(ROWS).where("id < 0")))
        .isEqualTo(new TableDigest(0, "0000000000000000-0-0"));
  }

  private static Dataset<Row> sql(String text) {
    return SharedSession.get().sql(text);
  }

  private static TableDigest digest(Dataset<Row> rows) {
    List<Column> columns = TableDigest.aggregates(rows.schema());
    return TableDigest.of(
        rows.agg(columns.get(0), columns.subList(1, columns.size()).toArray(Column[]::new)).head());
  }
}
