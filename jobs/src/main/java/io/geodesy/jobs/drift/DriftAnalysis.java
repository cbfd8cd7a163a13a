package io.geodesy.jobs.drift;

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
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.moment.KeyedSketches;
import io.geodesy.moment.RowRange;
import io.geodesy.moment.Sketch;
import io.geodesy.moment.SketchDesign;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Whether a table comes from the population of a reference: both are sketched in one pass each, all
 * measures are taken from the sketches, and the sketches are published so that a later run can take
 * them for its reference.
 *
 * <p>Cost: {@code (n + m) (dim^2 + 4 dim frequencies)} operations on the executors, one pass more
 * over the reference for its range and one over the table for rows in new regions; the driver holds
 * a sketch a group, {@code 8 dim^2 + 4 dim sampleRows} bytes, and takes {@code 45 dim^3} operations
 * for the Frechet distance. Determinism class D0.
 *
 * <p>Papers: those of the measures' classes. Differs from the papers: as they say.
 */
public final class DriftAnalysis implements Analysis<DriftParameters> {
  static final String NAME = "drift";
  static final String REFERENCE = "reference";
  static final String VECTORS = "vectors";
  private static final int BUCKETS = 64;
  private static final long MOST_BYTES = 2L << 30;
  private static final double RATE = 4e9;

  @Override
  public Descriptor<DriftParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Says whether a table comes from the population of a reference, with the false-alarm rate"
            + " under control.",
        List.of(
            "M. Heusel et al., GANs Trained by a Two Time-Scale Update Rule, NIPS 2017, arXiv"
                + " 1706.08500",
            "A. Gretton et al., A Kernel Two-Sample Test, JMLR 13, 2012",
            "N. Bonneel et al., Sliced and Radon Wasserstein Barycenters of Measures, 2015",
            "D. Lopez-Paz, M. Oquab, Revisiting Classifier Two-Sample Tests, ICLR 2017",
            "V. Vovk, A. Gammerman, G. Shafer, Algorithmic Learning in a Random World, 2005",
            "S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979"),
        DriftParameters.class,
        List.of(VECTORS),
        List.of(REFERENCE),
        List.of(
            DriftTables.MEASURES,
            DriftTables.COMPONENTS,
            DriftTables.POPULATIONS,
            DriftTables.NEW_REGION_ROWS,
            DriftTables.SKETCHES,
            DriftTables.SKETCH_ROWS,
            DriftTables.SKETCH_DESIGN,
            StandardTables.STATISTICS),
        Determinism.D0,
        List.of(
            new SecondTable(
                REFERENCE, "The rows that the input is compared with, yesterday's for instance.")));
  }

  @Override
  public List<String> alarms() {
    return List.of(NAME);
  }

  @Override
  public Tables run(DriftParameters parameters, Tables inputs, AnalysisContext context) {
    Optional<Table> reference = inputs.find(REFERENCE);
    checkReference(parameters, reference.isPresent());
    Table vectors = inputs.table(VECTORS);
    int dim = (int) vectors.attributes().number("dim").orElseThrow();
    Map<String, Map<String, Sketch>> made = new LinkedHashMap<>();
    SketchDesign design;
    Map<String, Sketch> against = Map.of();
    if (parameters.referenceRun().isPresent()) {
      context.progress().phase("read the reference's sketches");
      String run = parameters.referenceRun().get();
      PublishedSketches earlier =
          PublishedSketches.read(table -> context.published(run, table).dataset(), VECTORS);
      design = earlier.design();
      requireColumns(dim, design.dim(), "run " + run);
      against = earlier.bySource().get(VECTORS);
    } else {
      context.progress().phase("range of values");
      design = design(parameters, reference.orElse(vectors).dataset(), dim, context.seed());
      if (reference.isPresent()) {
        requireColumns(
            dim, (int) reference.get().attributes().number("dim").orElseThrow(), "the reference");
        context.progress().phase("sketch the reference");
        against = sketches(reference.get().dataset(), design);
        made.put(REFERENCE, against);
      }
    }
    context.progress().phase("sketch the rows");
    Map<String, Sketch> current = sketches(vectors.dataset(), design);
    made.put(VECTORS, current);
    Tables tables = new PublishedSketches(design, made).toTables(context.session());
    if (against.isEmpty()) {
      context.progress().end();
      return withNothingCompared(tables, vectors, context.session());
    }
    try (Workers workers = new Workers(context.threads())) {
      DriftMeasures found =
          DriftMeasures.of(
              against,
              current,
              parameters,
              context.seed(),
              context.session(),
              workers,
              context.progress());
      context.progress().end();
      return with(tables, found, vectors.dataset(), dim, context.session());
    }
  }

  private static void checkReference(DriftParameters parameters, boolean isGiven) {
    if (isGiven && (parameters.referenceRun().isPresent() || parameters.sketchOnly())) {
      throw new ConfigException(
          "--reference is given, but so is %s: leave one of them out."
              .formatted(parameters.sketchOnly() ? "sketch-only" : "reference-run"));
    }
    if (!isGiven && parameters.referenceRun().isEmpty() && !parameters.sketchOnly()) {
      throw new ConfigException(
          "There is nothing to compare the input with: name rows by --reference, an earlier run of this output by --reference-run, or only sketch the input for later runs by --sketch-only.");
    }
  }

  private static void requireColumns(int dim, int other, String whose) {
    if (dim != other) {
      throw new DataException(
          "Table vectors has %d columns but %s has %d: only embeddings of one model can be compared for drift."
              .formatted(dim, whose, other));
    }
  }

  private static SketchDesign design(
      DriftParameters parameters, Dataset<Row> rows, int dim, long seed) {
    RowRange range = RowRange.of(rows, dim, SeededStream.derive(seed, "bandwidth rows"));
    return SketchDesign.of(
        seed,
        parameters.frequencies(),
        BUCKETS,
        parameters.sampleRows(),
        range.medianDistance(),
        range.low(),
        range.high());
  }

  /** Rows without a group are sketched under the empty text. */
  private static Map<String, Sketch> sketches(Dataset<Row> rows, SketchDesign design) {
    boolean hasGroups = Arrays.asList(rows.columns()).contains("group");
    Column key =
        hasGroups
            ? functions.coalesce(
                functions.col("group").cast(DataTypes.StringType), functions.lit(""))
            : functions.lit("");
    Dataset<Row> keyed = rows.select(key.as("_key"), functions.col("id"), functions.col("vector"));
    if (hasGroups) {
      checkGroups(keyed, design);
    }
    return KeyedSketches.collect(keyed, design);
  }

  private static void checkGroups(Dataset<Row> keyed, SketchDesign design) {
    long dim = design.dim();
    long bytes =
        8 * dim * dim
            + 16L * design.buckets() * design.frequencies()
            + 4 * dim * design.sampleRows();
    int most = (int) Math.max(1, Math.min(10_000, MOST_BYTES / bytes));
    int groups = keyed.select("_key").distinct().limit(most + 1).collectAsList().size();
    if (groups > most) {
      throw new DataException(
          "The group column has more than %d values, and the driver holds a sketch of %d MB for each. Name a coarser column by --group-column, or give a smaller --sample-rows."
              .formatted(most, bytes >> 20));
    }
  }

  private static Tables with(
      Tables sketches, DriftMeasures found, Dataset<Row> vectors, int dim, SparkSession session) {
    Verdict verdict = found.verdict();
    Attributes attributes =
        Attributes.none()
            .with("drift", verdict.isDrift())
            .with("false-alarm-rate", verdict.falseAlarmRate());
    return sketches
        .with(
            DriftTables.MEASURES.name(),
            new Table(
                session.createDataFrame(
                    DriftTables.measures(verdict), DriftTables.MEASURES.schema(DataTypes.LongType)),
                verdict.isDrift() ? attributes.with(ALARM, NAME) : attributes))
        .with(
            DriftTables.COMPONENTS.name(),
            session.createDataFrame(
                found.components().components().stream().map(DriftTables::component).toList(),
                DriftTables.COMPONENTS.schema(DataTypes.LongType)))
        .with(
            DriftTables.POPULATIONS.name(),
            session.createDataFrame(
                found.populations().populations().stream().map(DriftTables::population).toList(),
                DriftTables.POPULATIONS.schema(DataTypes.LongType)))
        .with(DriftTables.NEW_REGION_ROWS.name(), NewRegionRows.of(vectors, found.regions(), dim))
        .with(
            StandardTables.STATISTICS.name(),
            Statistic.toDataset(session, DriftTables.statistics(verdict)));
  }

  private static Tables withNothingCompared(Tables sketches, Table vectors, SparkSession session) {
    long n = (long) vectors.attributes().number("n").orElse(0);
    return sketches
        .with(
            DriftTables.MEASURES.name(),
            session.createDataFrame(
                List.<Row>of(), DriftTables.MEASURES.schema(DataTypes.LongType)))
        .with(
            DriftTables.COMPONENTS.name(),
            session.createDataFrame(
                List.<Row>of(), DriftTables.COMPONENTS.schema(DataTypes.LongType)))
        .with(
            DriftTables.POPULATIONS.name(),
            session.createDataFrame(
                List.<Row>of(), DriftTables.POPULATIONS.schema(DataTypes.LongType)))
        .with(
            DriftTables.NEW_REGION_ROWS.name(),
            NewRegionRows.none(session, vectors.dataset().schema().apply("id").dataType()))
        .with(
            StandardTables.STATISTICS.name(),
            Statistic.toDataset(
                session,
                List.of(
                    Statistic.of(NAME, "sketched-rows", (double) n, n)
                        .withNote("sketch-only: nothing was compared"))));
  }

  @Override
  public Estimate estimate(DriftParameters parameters, TableShape shape) {
    long rows = shape.rows() + shape.second().values().stream().mapToLong(TableShape::rows).sum();
    double d = shape.dim();
    double kept = Math.min(d, parameters.frechetDimension());
    double perRow = d * d + 4 * d * parameters.frequencies() + d * parameters.sampleRows();
    double seconds =
        8 + rows * perRow / RATE / Math.max(1, shape.cores()) + 45 * kept * kept * kept / 1e9;
    return new Estimate(
        List.of(
            "Sketches %s rows of %d columns in one pass a table, and one more over the reference for its range."
                .formatted(Numbers.count(rows), shape.dim()),
            parameters.sketchOnly()
                ? "Compares nothing: the sketches are for later runs."
                : "Takes every measure from the sketches, with %d shuffles, and looks once more at every row for new regions."
                    .formatted(parameters.permutations())),
        (long) (60 * d * d + 40 * d * parameters.sampleRows()),
        seconds);
  }

  @Override
  public List<Panel> panels(DriftParameters parameters, Tables published) {
    return DriftPanel.of(parameters, published);
  }
}
