package io.geodesy.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.testing.SharedSession;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class StatisticTest {
  @Test
  void becomesARowUnderTheContract() {
    Statistic statistic =
        Statistic.of("knn-graph", "recall", 0.5, 100)
            .withInterval(0.25, 0.75)
            .forGroup("train")
            .withNote("sampled");

    assertThat(rows(statistic))
        .containsExactly(
            RowFactory.create("knn-graph", "train", "recall", 0.5, 0.25, 0.75, 100L, "sampled"));
  }

  @Test
  void publishesNothingThatIsNotFinite() {
    Statistic statistic =
        Statistic.of("x", "m", Double.NaN, 3)
            .withInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    assertThat(rows(statistic))
        .containsExactly(RowFactory.create("x", null, "m", null, null, null, 3L, null));
  }

  @Test
  void keepsTheOrderGiven() {
    assertThat(rows(Statistic.of("x", "b", 1, 1), Statistic.of("x", "a", 2, 1)))
        .extracting(row -> row.getString(2))
        .containsExactly("b", "a");
  }

  private static List<Row> rows(Statistic... statistics) {
    Dataset<Row> dataset = Statistic.toDataset(SharedSession.get(), List.of(statistics));
    StandardTables.STATISTICS.check(dataset.schema());
    return dataset.collectAsList();
  }
}
