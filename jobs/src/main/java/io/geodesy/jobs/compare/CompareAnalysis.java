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
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How far two models agree on the same items: neighbours, ranks and linear structure, with the
 * items on which they agree least.
 *
 * <p>Works in the driver on common items; of more than {@code items}, on those of least hash. Cost:
 * a join of ids, {@code 4 n (d1 + d2)} bytes for the common rows, {@code 6 M^2 (d1 + d2)}
 * operations and those of {@link LinearAgreement} for M items. Determinism class D0.
 *
 * <p>Papers: those of {@link NeighborAgreement} and {@link LinearAgreement}. Differs from the
 * papers: as they say.
 */
public final class CompareAnalysis implements Analysis<CompareParameters> {
  static final String NAME = "compare";
  static final String OTHER = "other";
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
        List.of("vectors", OTHER),
        List.of(),
        List.of(CompareTables.COMPARISON, CompareTables.DISAGREEMENT, StandardTables.STATISTICS),
        Determinism.D0,
        List.of(new SecondTable(OTHER, "The same items, by id, embedded by another model.")));
  }

  @Override
  public Tables run(CompareParameters parameters, Tables inputs, AnalysisContext context) {
    Dataset<Row> vectors = inputs.dataset("vectors");
    Dataset<Row> other = inputs.dataset(OTHER);
    requireOneIdType(vectors, other);
    context.progress().phase("common items");
    Dataset<Row> common = vectors.join(other.select("id"), new String[] {"id"}, "left_semi");
    if (common.isEmpty()) {
      throw new DataException(
          "Tables vectors and other share no id: the same items must have the same ids in both.");
    }
    VectorBlock all = VectorBlock.collect(common);
    long seed = SeededStream.derive(context.seed(), "compared items");
    VectorBlock first = all.select(all.ids().sample(seed, parameters.items()));
    requireItems(parameters, first.rows());
    VectorBlock second =
        alike(
            VectorBlock.collect(other.join(vectors.select("id"), new String[] {"id"}, "left_semi")),
            first.ids());
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

  private static void requireOneIdType(Dataset<Row> vectors, Dataset<Row> other) {
    DataType one = vectors.schema().apply("id").dataType();
    DataType two = other.schema().apply("id").dataType();
    if (!one.equals(two)) {
      throw new DataException(
          "Ids of table vectors are %s and those of table other %s: no item can be found in both. Give both the ids of the same items."
              .formatted(one.sql(), two.sql()));
    }
  }

  private static void requireItems(CompareParameters parameters, int items) {
    if (parameters.k() >= items) {
      throw new DataException(
          "k is %d but only %d items are compared: k must be below their number. Give a smaller --k, or more items."
              .formatted(parameters.k(), items));
    }
  }

  private static VectorBlock alike(VectorBlock all, RowIds ids) {
    return all.select(
        IntStream.range(0, ids.size()).map(i -> all.ids().indexOf(ids.internal(i))).toArray());
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
    return new Estimate(
        List.of(
            "Compares the neighbours of %s common items in both tables, and the two spaces as a whole."
                .formatted(Numbers.count((long) items))),
        (long)
            (4 * (shape.rows() * (double) shape.dim() + other.rows() * (double) other.dim())
                + 100 * columns * columns),
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
