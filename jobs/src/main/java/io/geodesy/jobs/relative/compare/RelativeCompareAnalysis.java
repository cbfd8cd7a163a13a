package io.geodesy.jobs.relative.compare;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.SecondTable;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import io.geodesy.error.DataException;
import io.geodesy.jobs.relative.AnchorChooser;
import io.geodesy.jobs.relative.Anchors;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * How well two spaces of the same items agree when seen from shared anchors, beside how well they
 * agree as they are, and whether a classifier of one works on the other.
 *
 * <p>Works in the driver on at most {@code search-items} common items: {@code 16 M A} bytes, {@code
 * 8 M^2 A} operations for every line of the comparison. Determinism class D0.
 *
 * <p>Paper: that of {@link SpaceComparison}. Differs from the paper: as it says.
 */
public final class RelativeCompareAnalysis implements Analysis<RelativeCompareParameters> {
  static final String NAME = "relative-compare";
  static final String OTHER = "other";
  private static final double RATE = 3e9;
  private static final double HELD_OUT = 0.3;

  @Override
  public Descriptor<RelativeCompareParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Compares two spaces of the same items by their similarities to shared anchors.",
        List.of(
            "L. Moschella, V. Maiorca, M. Fumero, A. Norelli, F. Locatello, E. Rodola, Relative"
                + " representations enable zero-shot latent space communication, ICLR 2023, arXiv"
                + " 2209.15430"),
        RelativeCompareParameters.class,
        List.of("vectors", OTHER),
        List.of(),
        List.of(
            CompareTables.COMPARISON,
            CompareTables.STITCHING,
            Anchors.TABLE,
            StandardTables.STATISTICS),
        Determinism.D0,
        List.of(new SecondTable(OTHER, "The same items, by id, embedded by another model.")));
  }

  @Override
  public VectorRule vectorRule(RelativeCompareParameters parameters) {
    return VectorRule.HAS_DIRECTION;
  }

  @Override
  public Tables run(RelativeCompareParameters parameters, Tables inputs, AnalysisContext context) {
    Dataset<Row> vectors = inputs.dataset("vectors");
    Dataset<Row> other = inputs.dataset(OTHER);
    Anchors.requireOneIdType(vectors, other);
    context.progress().phase("choose anchors and items");
    Dataset<Row> common = vectors.join(other.select("id"), new String[] {"id"}, "left_semi");
    List<Object> ids =
        AnchorChooser.least(
            common, SeededStream.derive(context.seed(), "items"), parameters.searchItems());
    requireItems(parameters, ids.size());
    List<Statistic> statistics = new ArrayList<>(shared(inputs, common));
    try (Workers workers = new Workers(context.threads())) {
      Anchors anchors =
          new AnchorChooser(
                  parameters.anchorPolicy(),
                  parameters.anchors(),
                  parameters.anchorColumn(),
                  SeededStream.derive(context.seed(), "anchors"))
              .choose(vectors, Optional.of(other), workers);
      VectorBlock first = VectorBlock.collect(Anchors.among(vectors, ids));
      VectorBlock second = VectorBlock.collect(Anchors.among(other, ids));
      TwoSpaces spaces =
          TwoSpaces.of(first, second, anchors.unitRows(vectors), anchors.unitRows(other), workers);
      context.progress().phase("compare");
      List<Row> lines = new Comparisons(parameters, spaces, workers, context.progress()).lines();
      context.progress().phase("stitch");
      List<Row> stitches = stitch(vectors, first, spaces, context);
      context.progress().end();
      statistics.addAll(Comparisons.statistics(lines));
      if (stitches.isEmpty()) {
        statistics.add(
            Statistic.of(NAME, "labelled-items", 0, ids.size())
                .withNote("no two labels in table vectors: no classifier was trained"));
      }
      Attributes attributes =
          Attributes.none()
              .with("anchors", anchors.size())
              .with("items", ids.size())
              .with("k", parameters.k())
              .with("self-ranked", !parameters.excludeSelf());
      return Tables.none()
          .with(
              CompareTables.COMPARISON.name(),
              new Table(
                  context
                      .session()
                      .createDataFrame(lines, CompareTables.COMPARISON.schema(DataTypes.LongType)),
                  attributes))
          .with(
              CompareTables.STITCHING.name(),
              context
                  .session()
                  .createDataFrame(stitches, CompareTables.STITCHING.schema(DataTypes.LongType)))
          .with(Anchors.TABLE.name(), anchors.toDataset(vectors, Optional.of(other)))
          .with(
              StandardTables.STATISTICS.name(), Statistic.toDataset(context.session(), statistics));
    } finally {
      context.progress().end();
    }
  }

  private static void requireItems(RelativeCompareParameters parameters, int items) {
    if (items == 0) {
      throw new DataException(
          "Tables vectors and other share no id: the same items must have the same ids in both.");
    }
    int ranked = parameters.excludeSelf() ? items - 1 : items;
    if (parameters.k() > ranked) {
      throw new DataException(
          "k is %d but only %d items can be ranked for a query. Give a smaller --k."
              .formatted(parameters.k(), ranked));
    }
  }

  private static List<Statistic> shared(Tables inputs, Dataset<Row> common) {
    long rows = common.count();
    List<Statistic> found = new ArrayList<>();
    for (String name : List.of("vectors", OTHER)) {
      long all = inputs.attributes(name).number("n").stream().mapToLong(n -> (long) n).sum();
      found.add(
          Statistic.of(NAME, "rows-not-shared", (double) (all - rows), all)
              .forGroup(name)
              .withNote("left out before anchors were chosen: the other table lacks their id"));
    }
    return found;
  }

  private static List<Row> stitch(
      Dataset<Row> vectors, VectorBlock items, TwoSpaces spaces, AnalysisContext context) {
    if (!Arrays.asList(vectors.columns()).contains("label")) {
      return List.of();
    }
    List<Object> ids = new ArrayList<>();
    boolean[] isHeldOut = new boolean[items.rows()];
    long stream = SeededStream.derive(context.seed(), "held-out");
    for (int i = 0; i < items.rows(); i++) {
      ids.add(items.ids().get(i));
      isHeldOut[i] = (items.ids().hash(stream, i) >>> 11) * 0x1p-53 < HELD_OUT;
    }
    CategoryColumn labels =
        CategoryColumn.collect(Anchors.among(vectors, ids), "label", items.ids());
    Stitching stitching =
        new Stitching(context.session(), spaces.anchors(), labels.codes(), isHeldOut);
    if (!stitching.isPossible()) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    List<String> names = List.of("vectors", OTHER);
    List<double[]> similarities = List.of(spaces.first(), spaces.second());
    for (int trained = 0; trained < 2; trained++) {
      double[] accuracy = stitching.accuracy(similarities.get(trained), similarities);
      for (int applied = 0; applied < 2; applied++) {
        rows.add(
            CompareTables.stitch(
                names.get(trained), names.get(applied), accuracy[applied], stitching.tested()));
      }
    }
    return rows;
  }

  @Override
  public Estimate estimate(RelativeCompareParameters parameters, TableShape shape) {
    long rows =
        shape.second().values().stream()
            .mapToLong(TableShape::rows)
            .reduce(shape.rows(), Math::min);
    double items = (double) Math.min(rows, parameters.searchItems());
    int lines =
        2 * (1 + parameters.anchorSweep().size()) * (1 + parameters.quantizeSweep().size()) + 2;
    double work = 4 * items * items * parameters.anchors() * lines;
    return new Estimate(
        List.of(
            "Compares %s items with each other from %d anchors in both tables, in %d lines."
                .formatted(Numbers.count((long) items), parameters.anchors(), lines),
            "With labels, trains a logistic regression on each table and applies it to both."),
        (long) (32 * items * parameters.anchors() + 16 * items * shape.dim()),
        3 + work / RATE / shape.cores());
  }

  @Override
  public List<Panel> panels(RelativeCompareParameters parameters, Tables published) {
    return ComparePanel.of(parameters, published);
  }
}
