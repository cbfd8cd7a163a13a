package io.geodesy.jobs.duplicates;

import io.geodesy.table.CategoryColumn;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** The published tables of what was found. */
final class DuplicateRows {
  private final SparkSession session;
  private final RowIds ids;
  private final Closeness closeness;
  private final ClosePairs pairs;
  private final DuplicateComponents components;
  private final int[] kept;
  private final double[] fromKept;

  DuplicateRows(
      SparkSession session,
      RowIds ids,
      Closeness closeness,
      ClosePairs pairs,
      DuplicateComponents components,
      int[] kept) {
    this.session = session;
    this.ids = ids;
    this.closeness = closeness;
    this.pairs = pairs;
    this.components = components;
    this.kept = kept;
    this.fromKept = new double[ids.size()];
    for (int c = 0; c < kept.length; c++) {
      for (int row : components.members()[c]) {
        fromKept[row] = pairs.distances().between(row, kept[c]);
      }
    }
  }

  /** Returns a row each that has a near-duplicate. */
  Dataset<Row> rows(CategoryColumn split) {
    int[] rows = rows(i -> components.component()[i] >= 0);
    return dataset(
        DuplicateTables.ROWS,
        rows.length,
        at -> {
          int i = rows[at];
          int component = components.component()[i];
          double nearest = pairs.nearest(i);
          return RowFactory.create(
              ids.get(i),
              component,
              (long) components.members()[component].length,
              kept[component] == i,
              ids.get(kept[component]),
              (long) pairs.copies().size(i),
              nearest,
              fromKept[i],
              closeness.similarity(nearest),
              closeness.similarity(fromKept[i]),
              split == null || split.codes()[i] < 0 ? null : split.names().get(split.codes()[i]),
              split == null ? null : SplitLeaks.leaksTo(split, pairs, i));
        });
  }

  /** Returns the rows that stay. */
  Dataset<Row> keepList() {
    int[] rows = rows(this::isKept);
    return dataset(
        DuplicateTables.KEEP_LIST, rows.length, at -> RowFactory.create(ids.get(rows[at])));
  }

  /** Returns a row a component. */
  Dataset<Row> components() {
    return dataset(
        DuplicateTables.COMPONENTS,
        components.count(),
        c -> {
          int[] members = components.members()[c];
          long vectors =
              IntStream.of(members).filter(i -> pairs.copies().representative(i) == i).count();
          double farthest = IntStream.of(members).mapToDouble(i -> fromKept[i]).max().orElse(0);
          return RowFactory.create(
              c, (long) members.length, vectors, ids.get(kept[c]), farthest, chained(c));
        });
  }

  /** Returns a row a threshold of the grid. */
  Dataset<Row> thresholds() {
    return dataset(
        DuplicateTables.THRESHOLDS,
        closeness.grid().length,
        g -> {
          double threshold = closeness.grid()[g];
          float distance = closeness.radius(threshold);
          DuplicateComponents at = DuplicateComponents.of(pairs.joined(distance), ids.size());
          return RowFactory.create(
              threshold,
              (double) distance,
              (long) at.rows(),
              (long) at.removable(),
              (double) at.removable() / ids.size(),
              (long) at.count(),
              at.count() == 0 ? 0L : (long) at.members()[0].length);
        });
  }

  /** Returns a row for each value of each grouping. */
  Dataset<Row> groups(Map<String, CategoryColumn> groupings) {
    List<Row> rows = new ArrayList<>();
    groupings.forEach(
        (name, column) -> {
          int values = column.names().size();
          long[] all = new long[values];
          long[] duplicates = new long[values];
          long[] removed = new long[values];
          for (int i = 0; i < ids.size(); i++) {
            int code = column.codes()[i];
            if (code >= 0) {
              all[code]++;
              duplicates[code] += components.component()[i] >= 0 ? 1 : 0;
              removed[code] += isKept(i) ? 0 : 1;
            }
          }
          for (int v = 0; v < values; v++) {
            rows.add(
                RowFactory.create(
                    name,
                    column.names().get(v),
                    all[v],
                    duplicates[v],
                    removed[v],
                    (double) removed[v] / all[v]));
          }
        });
    return dataset(DuplicateTables.GROUPS, rows.size(), rows::get);
  }

  /**
   * Returns a row an ordered pair of parts.
   *
   * @param leaks null without a split
   */
  Dataset<Row> leaks(SplitLeaks leaks) {
    return dataset(
        DuplicateTables.LEAKS,
        leaks == null ? 0 : leaks.counts().size(),
        p -> {
          SplitLeaks.Pair pair = leaks.counts().get(p);
          return RowFactory.create(
              leaks.parts().get(pair.part()),
              leaks.parts().get(pair.other()),
              pair.rows(),
              pair.near(),
              (double) pair.near() / pair.rows(),
              pair.copies(),
              pair.linked());
        });
  }

  /** Returns the rows that are farther from the kept one of their component than the threshold. */
  long chained() {
    return IntStream.range(0, components.count()).mapToLong(this::chained).sum();
  }

  private long chained(int component) {
    return IntStream.of(components.members()[component])
        .filter(i -> fromKept[i] > closeness.radius())
        .count();
  }

  private boolean isKept(int row) {
    int component = components.component()[row];
    return component < 0 || kept[component] == row;
  }

  private int[] rows(IntPredicate wanted) {
    return IntStream.range(0, ids.size()).filter(wanted).toArray();
  }

  private Dataset<Row> dataset(TableContract contract, int count, IntFunction<Row> row) {
    return DriverRows.toDataset(session, contract.schema(ids.type()), count, row);
  }
}
