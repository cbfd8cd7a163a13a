package io.geodesy.jobs.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.SeededStream;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Diffusion maps of a graph in blocks beside those of the same graph in the driver. */
class BlockDiffusionMapTest {
  /** Large enough to be solved across blocks; whole in a task, twice; and not at all. */
  private static final int[] SIZES = {300, 70, 60, 9};

  /**
   * Points in squares that are far from each other, one a component, along a diagonal so that every
   * block holds rows of few of them.
   */
  static NeighborLists lists() {
    int n = 0;
    for (int size : SIZES) {
      n += size;
    }
    double[][] points = new double[n][2];
    int[] cells = new int[n];
    int at = 0;
    for (int c = 0; c < SIZES.length; c++) {
      for (int i = 0; i < SIZES[c]; i++, at++) {
        // No two values of the rectangle are alike, so that vectors can be compared.
        points[at][0] = 1.5 * SeededStream.uniform(11, 2L * at) + 50 * c;
        points[at][1] = SeededStream.uniform(11, 2L * at + 1);
        cells[at] = 3 * c + (int) (2 * (points[at][0] - 50 * c));
      }
    }
    NeighborLists lists = Points.neighbors(points, 8);
    return new NeighborLists(
        lists.ids(), lists.offsets(), lists.neighbors(), lists.distances(), cells);
  }

  static Tables run(Map<String, String> values, Tables inputs) {
    return new DiffusionMapAnalysis()
        .run(ParameterBinder.bind(DiffusionMapParameters.class, values), inputs, new TestContext());
  }

  private static Map<String, String> settings(String kernel, String backEnd) {
    Map<String, String> values = new HashMap<>();
    values.put("kernel", kernel);
    values.put("symmetrize", "max");
    values.put("components", "2");
    values.put("tolerance", "1e-5");
    values.put("back-end", backEnd);
    if (backEnd.equals("ghost")) {
      // The last block has no row of the first component.
      values.put("row-blocks", "4");
    }
    return values;
  }

  private static List<Row> sorted(Tables found, String table) {
    Dataset<Row> rows = found.dataset(table);
    return table.equals("eigenvalues")
        ? rows.orderBy("component", "rank").collectAsList()
        : rows.orderBy("id").collectAsList();
  }

  @ParameterizedTest
  @CsvSource({"decay, 0", "self-tuned, 0", "variable, 1e-9"})
  void findsWhatTheDriverFinds(String kernel, double exact) {
    Tables inputs = Points.table(lists());
    Tables expected = run(settings(kernel, "local"), inputs);
    int before = SharedSession.get().sparkContext().getPersistentRDDs().size();
    Tables found = run(settings(kernel, "ghost"), inputs);
    assertThat(SharedSession.get().sparkContext().getPersistentRDDs().size()).isEqualTo(before);
    List<Row> operator = sorted(expected, "operator");
    List<Row> blocks = sorted(found, "operator");
    assertThat(blocks).hasSameSizeAs(operator);
    for (int i = 0; i < operator.size(); i++) {
      for (int column : new int[] {0, 1, 5}) {
        assertThat(blocks.get(i).get(column)).isEqualTo(operator.get(i).get(column));
      }
      for (int column : new int[] {2, 3, 4}) {
        double value = operator.get(i).getDouble(column);
        assertThat(blocks.get(i).getDouble(column)).isEqualTo(value, within(exact * value));
      }
    }
    requireEigenvalues(sorted(found, "eigenvalues"), sorted(expected, "eigenvalues"));
    requireCoordinates(sorted(found, "coordinates"), sorted(expected, "coordinates"));
    assertThat(count(found, "rows-without-coordinates")).isEqualTo(9);
    for (String metric :
        new String[] {
          "components-count", "rows-without-coordinates", "pairs-dropped", "links-most"
        }) {
      assertThat(count(found, metric)).as(metric).isEqualTo(count(expected, metric));
    }
    assertThat(found.attributes("operator").number("alpha"))
        .isEqualTo(expected.attributes("operator").number("alpha"));
  }

  private static void requireEigenvalues(List<Row> found, List<Row> expected) {
    assertThat(found).hasSameSizeAs(expected).hasSize(3 * 3);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).getInt(0)).isEqualTo(expected.get(i).getInt(0));
      assertThat(found.get(i).getDouble(2))
          .as("component %d, rank %d", found.get(i).getInt(0), found.get(i).getInt(1))
          .isEqualTo(expected.get(i).getDouble(2), within(1e-6));
      assertThat(found.get(i).getDouble(3)).isLessThan(1e-5);
    }
  }

  private static void requireCoordinates(List<Row> found, List<Row> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).get(0)).isEqualTo(expected.get(i).get(0));
      assertThat(found.get(i).getInt(1)).isEqualTo(expected.get(i).getInt(1));
      List<Float> values = expected.get(i).getList(2);
      List<Float> others = found.get(i).getList(2);
      assertThat(others == null).as("row %s", found.get(i).get(0)).isEqualTo(values == null);
      for (int c = 0; values != null && c < values.size(); c++) {
        assertThat(others.get(c))
            .as("row %s, coordinate %d", found.get(i).get(0), c)
            .isEqualTo(values.get(c), within(2e-3f));
      }
    }
  }

  private static double count(Tables found, String metric) {
    return found.dataset("statistics").where("metric = '" + metric + "'").first().getDouble(3);
  }

  /** The map of the decay kernel in blocks. */
  static Tables ghost(Tables inputs) {
    return run(settings("decay", "ghost"), inputs);
  }

  static void requireEqual(Tables found, Tables expected) {
    for (String table : new String[] {"operator", "eigenvalues", "coordinates"}) {
      assertThat(sorted(found, table)).as(table).isEqualTo(sorted(expected, table));
    }
  }

  @Test
  void doesNotDependOnPartitionsOrTheOrderOfRows() {
    Tables inputs = Points.table(lists());
    Dataset<Row> shuffled =
        inputs.dataset("neighbors").repartition(7).orderBy(functions.xxhash64(functions.col("id")));
    Table other = new Table(shuffled, inputs.attributes("neighbors"));
    requireEqual(ghost(Tables.none().with("neighbors", other)), ghost(inputs));
  }

  @Test
  void refusesAnEmptyGraph() {
    Tables none =
        Tables.none()
            .with(
                "neighbors",
                new Table(Points.table(lists()).dataset("neighbors").limit(0), Attributes.none()));
    assertThatThrownBy(() -> run(settings("decay", "ghost"), none))
        .isInstanceOf(DataException.class)
        .hasMessage("No usable rows in table neighbors: it is empty.");
  }
}
