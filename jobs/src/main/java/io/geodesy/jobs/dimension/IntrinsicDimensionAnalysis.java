package io.geodesy.jobs.dimension;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How many directions the rows locally vary in, by maximum likelihood, TwoNN and Gride over scale
 * and by the family of {@link LocalEstimator}, per row and per group.
 *
 * <p>Reads neighbour distances alone, in three map-only passes: survey (list lengths, copies), the
 * ids of copies if there are any (at most {@value #MOST_COPIES}), the rows' logarithms. A fourth is
 * the published table of rows. Nothing is shuffled but ids and groups, where there is such a
 * column. Driver memory: about {@code 150 + 20 k} bytes a row, for at most {@code max-rows} rows
 * and 32 million distances.
 *
 * <p>Determinism class D0: counts are integers, and sums are taken in the order of the hashes of
 * the ids.
 *
 * <p>Papers: those of {@link LevinaBickel}, {@link TwoNearestNeighbors}, {@link Gride}, {@link
 * LocalEstimates}, {@link TwoHops}, {@link Binomial} and {@link DistanceHistogram}. Differs from
 * the papers: copies are collapsed first; intervals of groups are by jackknife over 32 hash
 * buckets, since neighbours share points.
 */
public final class IntrinsicDimensionAnalysis implements Analysis<DimensionParameters> {
  static final String NAME = "intrinsic-dimension";
  private static final int MOST_COPIES = 10_000_000;

  /** Distances held in the driver: 20 bytes each while they arrive. */
  private static final int MOST_DISTANCES = 1 << 25;

  private static final float GREATEST_CHORD = 2.001f;

  /** What the plan assumes of a graph it has not seen. */
  private static final int NEIGHBORS = 15;

  private static final List<String> METRICS = List.of("euclidean", "cosine", "manhattan");

  @Override
  public Descriptor<DimensionParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        2,
        "Estimates how many directions the rows locally vary in, per row and per group, over scale.",
        List.of(
            "E. Levina, P. Bickel, Maximum Likelihood Estimation of Intrinsic Dimension, NIPS 2004",
            "D. MacKay, Z. Ghahramani, Comments on 'Maximum Likelihood Estimation of Intrinsic"
                + " Dimension', 2005",
            "E. Facco, M. d'Errico, A. Rodriguez, A. Laio, Estimating the intrinsic dimension of"
                + " datasets by a minimal neighborhood information, Scientific Reports 7, 2017",
            "F. Denti, D. Doimo, A. Laio, A. Mira, The generalized ratios intrinsic dimension"
                + " estimator, Scientific Reports 12, 2022",
            "L. Amsaleg et al., Extreme-value-theoretic estimation of local intrinsic dimensionality,"
                + " Data Mining and Knowledge Discovery 32, 2018",
            "O. Chelly, M. Houle, K. Kawarabayashi, Enhanced estimation of local intrinsic"
                + " dimensionality using auxiliary distances, 2016",
            "A. Farahmand, C. Szepesvari, J.-Y. Audibert, Manifold-adaptive dimension estimation,"
                + " ICML 2007",
            "P. Grassberger, I. Procaccia, Measuring the strangeness of strange attractors, Physica D"
                + " 9, 1983"),
        DimensionParameters.class,
        List.of("neighbors", "vectors"),
        List.of(),
        List.of(DimensionTables.ROWS, DimensionTables.GROUPS, StandardTables.STATISTICS),
        Determinism.D0);
  }

  @Override
  public Tables run(DimensionParameters parameters, Tables inputs, AnalysisContext context) {
    Attributes graph = inputs.attributes("neighbors");
    String metric = requireMetric(graph);
    Dataset<Row> joined = withGroups(inputs.dataset("neighbors"), inputs.dataset("vectors"));
    JavaRDD<InternalRow> table = joined.queryExecution().toRdd().toJavaRDD();
    DataType idType = joined.schema().apply("id").dataType();
    context.progress().phase("survey distances");
    GraphSurvey survey = GraphSurvey.of(table);
    requireDistances(survey, metric);
    context.progress().phase("find copies");
    RowReader.Rules rules = rules(parameters, survey, table, idType, context);
    context.progress().phase("take logarithms of ratios");
    int k = Math.min(parameters.k().orElse(survey.longest()), survey.longest());
    Scales scales = Scales.of(Math.max(3, survey.longest()), parameters.k1Gride(), Math.max(3, k));
    int most = Math.min(parameters.maxRows(), MOST_DISTANCES / scales.own());
    RowSample sample =
        RowSample.collect(
            table, rules, scales, parameters.binomialRatio(), limit(survey.rows(), most));
    List<Statistic> statistics = new ArrayList<>();
    context.progress().phase("two hops");
    GraphAudit audit = GraphAudit.UNKNOWN;
    RowDimensions.TwoHopValues beyond = RowDimensions.TwoHopValues.NONE;
    if (sample.isWhole()) {
      try (Workers workers = new Workers(context.threads())) {
        audit = GraphAudit.of(sample, workers);
        float[] smoothed = TwoHops.fill(sample, workers);
        boolean hasVectors = Arrays.asList(inputs.dataset("vectors").columns()).contains("vector");
        if (parameters.sampleVectors() > 0 && hasVectors && !metric.equals("manhattan")) {
          context.progress().phase("neighbours' vectors");
          VectorSample.fill(
              sample,
              inputs.table("vectors"),
              rules.seed(),
              metric.equals("cosine"),
              parameters.sampleVectors(),
              workers);
        }
        beyond = new RowDimensions.TwoHopValues(sample.hashes(), sample.augmented(), smoothed);
      }
    } else {
      statistics.add(withoutTwoHops(survey.rows(), sample.rows()));
    }
    context.progress().phase("estimate groups");
    double recall = graph.number("recall").orElse(Double.NaN);
    GroupEstimator estimator = new GroupEstimator(sample, parameters, recall, audit, survey.rows());
    List<GroupEstimate> groups = estimateGroups(estimator, sample, parameters, context, statistics);
    statistics.addAll(DimensionStatistics.of(groups, sample, survey, rules, audit));
    context.progress().end();
    Attributes attributes = graph.with("used-k", k);
    return Tables.none()
        .with(
            DimensionTables.ROWS.name(),
            new Table(
                RowDimensions.toDataset(
                    context.session(),
                    table,
                    idType,
                    rules,
                    k,
                    JavaSparkContext.fromSparkContext(context.session().sparkContext())
                        .broadcast(beyond),
                    parameters),
                attributes))
        .with(DimensionTables.GROUPS.name(), new Table(toDataset(groups, context), attributes))
        .with(StandardTables.STATISTICS.name(), Statistic.toDataset(context.session(), statistics));
  }

  private static String requireMetric(Attributes graph) {
    String metric = graph.text("metric").orElse("unknown");
    if (!METRICS.contains(metric)) {
      throw new DataException(
          "Table neighbors holds distances of metric %s, but intrinsic-dimension needs a true and continuous distance: euclidean, manhattan, or cosine as the chord sqrt(2(1-cos)). Squared or 1-cos values would halve the answer; inner products are no distance, and counts have no small scale. Compute the graph with --metric euclidean or cosine, or manhattan."
              .formatted(metric));
    }
    return metric;
  }

  private static void requireDistances(GraphSurvey survey, String metric) {
    if (survey.rows() == 0) {
      throw new DataException("No usable rows in table neighbors: it is empty.");
    }
    if (survey.longest() < 3 && survey.rows() > 3) {
      throw new DataException(
          "Table neighbors lists %d neighbours a row, but intrinsic-dimension needs at least 3. Compute the graph with knn-graph.k of 3 or more; 15 is usual."
              .formatted(survey.longest()));
    }
    if (metric.equals("cosine") && survey.largest() > GREATEST_CHORD) {
      throw new DataException(
          "Table neighbors holds a distance of %s under cosine, but a chord is at most 2: these are no chords. Write sqrt(2(1-cos)) instead."
              .formatted(survey.largest()));
    }
  }

  private static Dataset<Row> withGroups(Dataset<Row> neighbors, Dataset<Row> vectors) {
    Dataset<Row> lists = neighbors.select("id", "neighbor_ids", "distances");
    List<String> columns = Arrays.asList(vectors.columns());
    String column =
        columns.contains("group") ? "group" : columns.contains("label") ? "label" : null;
    if (column == null) {
      return lists.withColumn("group", functions.lit(null).cast(DataTypes.StringType));
    }
    Dataset<Row> groups =
        vectors.select(
            functions.col("id"),
            functions
                .nullif(
                    functions.col("`" + column + "`").cast(DataTypes.StringType), functions.lit(""))
                .as("group"));
    return lists.join(groups, new String[] {"id"}, "left");
  }

  private static RowReader.Rules rules(
      DimensionParameters parameters,
      GraphSurvey survey,
      JavaRDD<InternalRow> table,
      DataType idType,
      AnalysisContext context) {
    boolean isNumbered = idType.equals(DataTypes.LongType);
    long seed = SeededStream.derive(context.seed(), NAME);
    DuplicatePolicy policy = parameters.duplicatePolicy();
    double threshold =
        parameters.duplicateQuantile().isPresent()
            ? survey.copies().byQuantile(parameters.duplicateQuantile().getAsDouble())
            : survey.copies().byGap();
    RowReader.Rules first = new RowReader.Rules(isNumbered, seed, policy, threshold, null);
    boolean isClean = threshold == 0 && !survey.hasExactCopies();
    if (isClean || policy != DuplicatePolicy.COLLAPSE) {
      return first;
    }
    long[] copies = CopyIds.collect(table, first, MOST_COPIES);
    Broadcast<long[]> everywhere =
        JavaSparkContext.fromSparkContext(context.session().sparkContext()).broadcast(copies);
    return new RowReader.Rules(isNumbered, seed, policy, threshold, everywhere);
  }

  /** The hash up to which about {@code most} of {@code rows} rows lie. */
  private static long limit(long rows, int most) {
    return rows <= most
        ? -1L
        : BigInteger.ONE
            .shiftLeft(Long.SIZE)
            .multiply(BigInteger.valueOf(most))
            .divide(BigInteger.valueOf(rows))
            .longValue();
  }

  private static List<GroupEstimate> estimateGroups(
      GroupEstimator estimator,
      RowSample sample,
      DimensionParameters parameters,
      AnalysisContext context,
      List<Statistic> statistics) {
    List<GroupEstimate> found = new ArrayList<>();
    int[][] members = members(sample);
    try (Workers workers = new Workers(context.threads())) {
      for (int g = -1; g < sample.groups().size(); g++) {
        String group = g < 0 ? null : sample.groups().get(g);
        int[] rows = g < 0 ? IntStream.range(0, sample.rows()).toArray() : members[g];
        if (rows.length < parameters.minGroupRows()) {
          statistics.add(skipped(group, rows.length, parameters.minGroupRows()));
        } else {
          found.addAll(estimator.estimate(group, rows, workers));
        }
        context.progress().advance(g + 2, sample.groups().size() + 1);
      }
    }
    return found;
  }

  private static int[][] members(RowSample sample) {
    int[] sizes = new int[sample.groups().size()];
    for (int i = 0; i < sample.rows(); i++) {
      if (sample.group(i) >= 0) {
        sizes[sample.group(i)]++;
      }
    }
    int[][] members = new int[sizes.length][];
    Arrays.setAll(members, g -> new int[sizes[g]]);
    int[] filled = new int[sizes.length];
    for (int i = 0; i < sample.rows(); i++) {
      int g = sample.group(i);
      if (g >= 0) {
        members[g][filled[g]++] = i;
      }
    }
    return members;
  }

  private static Statistic withoutTwoHops(long rows, int kept) {
    return Statistic.of(NAME, "skipped-two-hops", (double) rows, rows)
        .withNote(
            "values of groups stand on %d of %d rows; alid, smoothed and the audit of the graph need all of them, and are left out: raise max-rows (at most 32 million distances)"
                .formatted(kept, rows));
  }

  private static Statistic skipped(String group, int rows, int least) {
    return Statistic.of(NAME, "skipped", rows, rows)
        .forGroup(group)
        .withNote(
            "%d rows are fewer than min-group-rows %d: no dimension is estimated"
                .formatted(rows, least));
  }

  private static Dataset<Row> toDataset(List<GroupEstimate> groups, AnalysisContext context) {
    return context
        .session()
        .createDataFrame(
            groups.stream().map(GroupEstimate::toRow).toList(),
            DimensionTables.GROUPS.schema(DataTypes.LongType));
  }

  @Override
  public Estimate estimate(DimensionParameters parameters, TableShape shape) {
    long kept = Math.min(shape.rows(), parameters.maxRows());
    long memory = (150 + 20L * NEIGHBORS) * kept;
    double seconds = 2 + shape.rows() / 250_000.0 + kept / 100_000.0;
    return new Estimate(
        List.of(
            "Reads the distances of %s rows in up to four passes without a shuffle."
                .formatted(Numbers.count(shape.rows())),
            "Estimates the dimension of groups on %s rows in the driver."
                .formatted(Numbers.count(kept))),
        memory,
        seconds);
  }

  @Override
  public List<Panel> panels(DimensionParameters parameters, Tables published) {
    return DimensionPanels.of(parameters, published);
  }
}
