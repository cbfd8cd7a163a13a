package io.geodesy.jobs.compare;

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
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.kernel.Workers;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How far two models agree on the same items: neighbours, ranks and linear structure, with the
 * items on which they agree least.
 *
 * <p>Works in the driver on common items; of more than {@code items}, on those of least hash. The
 * other table is given as rows or as the {@link ItemSketch} of an earlier run. Cost: a join of ids,
 * {@code 4 M (d1 + d2)} bytes, {@code 6 M^2 (d1 + d2)} operations and those of {@link
 * LinearAgreement} for M items. Determinism class D0.
 *
 * <p>Papers: those of {@link NeighborAgreement} and {@link LinearAgreement}. Differs from the
 * papers: as they say.
 */
public final class CompareAnalysis implements Analysis<CompareParameters> {
  static final String NAME = "compare";
  static final String OTHER = "other";
  private static final String[] ID = {"id"};
  private static final double RATE = 3e9;

  @Override
  public Descriptor<CompareParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Measures how far two models agree on the same items, and lists where they do not.",
        List.of(
            "S. Kornblith, M. Norouzi, H. Lee, G. Hinton, Similarity of Neural Network"
                + " Representations Revisited, ICML 2019, arXiv 1905.00414",
            "L. Song et al., Feature Selection via Dependence Maximization, JMLR 13, 2012",
            "P. Schoenemann, A Generalized Solution of the Orthogonal Procrustes Problem, 1966",
            "A. Glielmo et al., Ranking the Information Content of Distance Measures, PNAS Nexus"
                + " 2022",
            "W. Webber, A. Moffat, J. Zobel, A Similarity Measure for Indefinite Rankings, ACM TOIS"
                + " 28, 2010"),
        CompareParameters.class,
        List.of("vectors"),
        List.of(OTHER),
        List.of(
            CompareTables.COMPARISON,
            CompareTables.DISAGREEMENT,
            CompareTables.ITEM_SKETCH,
            StandardTables.STATISTICS),
        Determinism.D0,
        List.of(new SecondTable(OTHER, "The same items, by id, embedded by another model.")));
  }

  @Override
  public Tables run(CompareParameters parameters, Tables inputs, AnalysisContext context) {
    Optional<Table> given = inputs.find(OTHER);
    checkOther(parameters, given.isPresent());
    Dataset<Row> vectors = inputs.dataset("vectors");
    if (parameters.sketchOnly()) {
      context.progress().phase("sketch the items");
      VectorBlock items = ItemSketch.leastHash(vectors, context.seed(), parameters.items());
      context.progress().end();
      return sketched(items, context);
    }
    if (given.isPresent()) {
      return compare(
          parameters, vectors, given.get().dataset(), "table other", context.seed(), context);
    }
    String run = parameters.referenceRun().orElseThrow();
    ItemSketch sketch =
        ItemSketch.read(context.published(run, CompareTables.ITEM_SKETCH.name()), run);
    return compare(
        parameters, vectors, sketch.rows(), "the sketch of run " + run, sketch.seed(), context);
  }

  private static void checkOther(CompareParameters parameters, boolean isGiven) {
    if (isGiven && (parameters.referenceRun().isPresent() || parameters.sketchOnly())) {
      throw new ConfigException(
          "--other is given, but so is %s: leave one of them out."
              .formatted(parameters.sketchOnly() ? "sketch-only" : "reference-run"));
    }
    if (!isGiven && parameters.referenceRun().isEmpty() && !parameters.sketchOnly()) {
      throw new ConfigException(
          "There is nothing to compare the input with: name the other model's rows by --other, an earlier run of this output by --reference-run, or only sketch the input for later runs by --sketch-only.");
    }
  }

  private static Tables compare(
      CompareParameters parameters,
      Dataset<Row> vectors,
      Dataset<Row> other,
      String whose,
      long seed,
      AnalysisContext context) {
    requireOneIdType(vectors, other, whose);
    context.progress().phase("common items");
    Dataset<Row> common = vectors.join(other.select("id"), ID, "left_semi");
    if (common.isEmpty()) {
      throw new DataException(
          "Table vectors and %s share no id: the same items must have the same ids in both."
              .formatted(whose));
    }
    VectorBlock first = ItemSketch.leastHash(common, seed, parameters.items());
    requireItems(parameters, first.rows());
    VectorBlock second =
        VectorBlock.collect(
            other.join(functions.broadcast(ids(first.ids(), context.session())), ID, "left_semi"));
    try (Workers workers = new Workers(context.threads())) {
      context.progress().phase("neighbours");
      NeighborAgreement neighbors =
          NeighborAgreement.of(
              first.values(), first.dim(), second.values(), second.dim(), parameters.k(), workers);
      List<Agreement> found = new ArrayList<>(neighbors.agreements());
      context.progress().phase("linear structure");
      found.addAll(
          LinearAgreement.of(first.values(), first.dim(), second.values(), second.dim(), workers));
      context.progress().end();
      return tables(found, neighbors, first.ids(), context);
    }
  }

  private static Dataset<Row> ids(RowIds ids, SparkSession session) {
    return DriverRows.toDataset(
        session,
        new StructType().add("id", ids.type(), false),
        ids.size(),
        i -> RowFactory.create(ids.get(i)));
  }

  private static void requireOneIdType(Dataset<Row> vectors, Dataset<Row> other, String whose) {
    DataType one = vectors.schema().apply("id").dataType();
    DataType two = other.schema().apply("id").dataType();
    if (!one.equals(two)) {
      throw new DataException(
          "Ids of table vectors are %s and those of %s %s: no item can be found in both. Give both the ids of the same items."
              .formatted(one.sql(), whose, two.sql()));
    }
  }

  private static void requireItems(CompareParameters parameters, int items) {
    if (parameters.k() >= items) {
      throw new DataException(
          "k is %d but only %d items are compared: k must be below their number. Give a smaller --k, or more items."
              .formatted(parameters.k(), items));
    }
  }

  private static Tables sketched(VectorBlock items, AnalysisContext context) {
    SparkSession session = context.session();
    long n = items.rows();
    return Tables.none()
        .with(
            CompareTables.COMPARISON.name(),
            session.createDataFrame(
                List.<Row>of(), CompareTables.COMPARISON.schema(DataTypes.LongType)))
        .with(
            CompareTables.DISAGREEMENT.name(),
            DriverRows.toDataset(
                session, CompareTables.DISAGREEMENT.schema(items.ids().type()), 0, i -> null))
        .with(CompareTables.ITEM_SKETCH.name(), ItemSketch.publish(session, items, context.seed()))
        .with(
            StandardTables.STATISTICS.name(),
            Statistic.toDataset(
                session,
                List.of(
                    Statistic.of(NAME, "sketched-items", (double) n, n)
                        .withNote("sketch-only: nothing was compared"))));
  }

  private static Tables tables(
      List<Agreement> found, NeighborAgreement neighbors, RowIds ids, AnalysisContext context) {
    long n = ids.size();
    List<Row> rows = new ArrayList<>();
    List<Statistic> statistics = new ArrayList<>();
    for (Agreement one : found) {
      rows.add(
          RowFactory.create(
              one.name(),
              finite(one.value()),
              finite(one.low()),
              finite(one.high()),
              finite(one.byChance()),
              n,
              one.note()));
      statistics.add(
          Statistic.of(NAME, one.name(), one.value(), n)
              .withInterval(one.low(), one.high())
              .withNote(one.note()));
    }
    return Tables.none()
        .with(
            CompareTables.COMPARISON.name(),
            new Table(
                context
                    .session()
                    .createDataFrame(rows, CompareTables.COMPARISON.schema(DataTypes.LongType)),
                Attributes.none().with("items", n).with("k", neighbors.k())))
        .with(
            CompareTables.DISAGREEMENT.name(),
            DriverRows.toDataset(
                context.session(),
                CompareTables.DISAGREEMENT.schema(ids.type()),
                ids.size(),
                i ->
                    RowFactory.create(
                        ids.get(i),
                        neighbors.overlap()[i],
                        neighbors.rankBiased()[i],
                        (long) neighbors.rankInSecond()[i],
                        (long) neighbors.rankInFirst()[i])))
        .with(CompareTables.ITEM_SKETCH.name(), ItemSketch.none(context.session(), ids.type()))
        .with(StandardTables.STATISTICS.name(), Statistic.toDataset(context.session(), statistics));
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  @Override
  public Estimate estimate(CompareParameters parameters, TableShape shape) {
    TableShape other = shape.second().getOrDefault(OTHER, shape);
    double items = Math.min(parameters.items(), Math.min(shape.rows(), other.rows()));
    double columns = shape.dim() + (double) other.dim();
    double lesser = Math.min(shape.dim(), other.dim());
    long bytes = (long) (8 * items * columns + 100 * columns * columns);
    if (parameters.sketchOnly()) {
      return new Estimate(
          List.of(
              "Keeps %s items for later runs; compares nothing."
                  .formatted(Numbers.count((long) items))),
          bytes,
          3);
    }
    return new Estimate(
        List.of(
            "Compares the neighbours of %s common items in both tables, and the two spaces as a whole."
                .formatted(Numbers.count((long) items))),
        bytes,
        3
            + (6 * items * items * columns + 2 * items * columns * columns)
                / RATE
                / Math.max(1, shape.cores())
            + 20 * lesser * lesser * lesser / 1e9);
  }

  @Override
  public List<Panel> panels(CompareParameters parameters, Tables published) {
    return ComparePanel.of(parameters, published);
  }
}
