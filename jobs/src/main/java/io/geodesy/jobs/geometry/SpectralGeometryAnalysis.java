package io.geodesy.jobs.geometry;

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
import io.geodesy.moment.KeyedMoments;
import io.geodesy.moment.KeyedMoments.Keyed;
import io.geodesy.table.KeyOrder;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Effective dimension and spectral decay of every key (checkpoint, layer, group), in one pass and
 * one job for all keys; phases over ordered keys; rows with leading directions kept or removed.
 *
 * <p>Cost: {@code n dim^2} multiply-adds for the moments and {@code 16/3 dim^3} operations a key
 * for its two eigenproblems, both on the executors; the driver holds the eigenvalues. Shuffle: that
 * of {@link KeyedMoments}. Projecting is one map pass more. Determinism class D1, as {@link
 * KeyedMoments} has it; other partitions change figures by rounding alone.
 *
 * <p>Papers: those of {@link KeyGeometry}, {@link PowerLaw} and {@link Phases}. Differs from the
 * papers: as they say; all rows are used, however many.
 */
public final class SpectralGeometryAnalysis implements Analysis<SpectralGeometryParameters> {
  static final String NAME = "spectral-geometry";

  /** The key of tables without a group column: no group is called so, since empty means none. */
  private static final String WHOLE = "";

  private static final double GRAM_RATE = 10e9;
  private static final double EIGEN_RATE = 1e9;

  @Override
  public Descriptor<SpectralGeometryParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Measures how many directions the rows use and how fast their spectrum decays, per key and"
            + " over ordered keys.",
        List.of(
            "M. Li et al., Tracing the Representation Geometry of Language Models from Pretraining"
                + " to Post-training, NeurIPS 2025, arXiv 2509.23024",
            "Q. Garrido, R. Balestriero, L. Najman, Y. LeCun, RankMe, ICML 2023, arXiv 2210.02885",
            "K. Agrawal, A. Mondal, A. Ghosh, B. Richards, alpha-ReQ, NeurIPS 2022",
            "C. Stringer et al., High-dimensional geometry of population responses in visual"
                + " cortex, Nature 571, 2019"),
        SpectralGeometryParameters.class,
        List.of("vectors"),
        List.of(),
        List.of(
            GeometryTables.GEOMETRY,
            GeometryTables.SPECTRA,
            GeometryTables.PHASES,
            GeometryTables.PROJECTED,
            StandardTables.STATISTICS),
        Determinism.D1);
  }

  @Override
  public Tables run(SpectralGeometryParameters parameters, Tables inputs, AnalysisContext context) {
    Dataset<Row> vectors = inputs.dataset("vectors");
    int dim = dim(inputs.attributes("vectors"), parameters);
    int directions = parameters.topK().stream().mapToInt(k -> Math.min(k, dim)).max().orElse(0);
    int wanted = parameters.mode() == GeometryMode.PROJECT ? directions : 0;
    List<Statistic> statistics = new ArrayList<>();
    context.progress().phase("order keys");
    Map<String, Double> orders =
        parameters.mode() == GeometryMode.PHASE
            ? OrderedKeys.of(vectors, parameters.orderColumn())
            : Map.of();
    context.progress().phase("moments and spectra");
    List<Keyed<KeySpectrum>> spectra =
        KeyedMoments.collect(keyed(vectors), dim, moments -> KeySpectrum.of(moments, wanted));
    List<KeyGeometry> keys = measure(spectra, parameters, statistics);
    statistics.addAll(GeometryRows.statistics(keys));
    if (hasGroups(vectors)) {
      statistics.add(ungrouped(spectra, inputs.attributes("vectors")));
    }
    List<Row> phases = GeometryRows.phases(keys, orders, parameters, statistics);
    context.progress().end();
    Attributes attributes = Attributes.none().with("dim", dim).with("keys", keys.size());
    return Tables.none()
        .with(
            GeometryTables.GEOMETRY.name(),
            new Table(
                context
                    .session()
                    .createDataFrame(
                        keys.stream().map(GeometryRows::geometry).toList(),
                        GeometryTables.GEOMETRY.schema(DataTypes.LongType)),
                attributes))
        .with(
            GeometryTables.SPECTRA.name(),
            context
                .session()
                .createDataFrame(
                    GeometryRows.spectra(keys, parameters.topEigenvalues()),
                    GeometryTables.SPECTRA.schema(DataTypes.LongType)))
        .with(
            GeometryTables.PHASES.name(),
            context
                .session()
                .createDataFrame(phases, GeometryTables.PHASES.schema(DataTypes.LongType)))
        .with(
            GeometryTables.PROJECTED.name(), Projection.of(withKey(vectors), keys, dim, parameters))
        .with(StandardTables.STATISTICS.name(), Statistic.toDataset(context.session(), statistics));
  }

  private static int dim(Attributes vectors, SpectralGeometryParameters parameters) {
    int dim = (int) vectors.number("dim").orElseThrow();
    if (dim > parameters.maxDimension()) {
      throw new DataException(
          "Table vectors has %d columns but max-dimension is %d: an eigenproblem takes %s operations for every key. Give a larger --max-dimension, or project the vectors to fewer columns first."
              .formatted(
                  dim, parameters.maxDimension(), Numbers.decimal(8.0 / 3 * dim * dim * dim)));
    }
    return dim;
  }

  private static boolean hasGroups(Dataset<Row> vectors) {
    return Arrays.asList(vectors.columns()).contains("group");
  }

  /** Adds the column {@code _key}: null where the group is null or empty. */
  static Dataset<Row> withKey(Dataset<Row> vectors) {
    Column key =
        hasGroups(vectors)
            ? functions.nullif(
                functions.col("group").cast(DataTypes.StringType), functions.lit(WHOLE))
            : functions.lit(WHOLE);
    return vectors.withColumn("_key", key);
  }

  private static Dataset<Row> keyed(Dataset<Row> vectors) {
    return withKey(vectors).where("_key is not null").select("_key", "vector");
  }

  private static List<KeyGeometry> measure(
      List<Keyed<KeySpectrum>> spectra,
      SpectralGeometryParameters parameters,
      List<Statistic> statistics) {
    Map<String, KeySpectrum> byKey = new HashMap<>();
    spectra.forEach(found -> byKey.put(found.key(), found.value()));
    List<KeyGeometry> keys = new ArrayList<>();
    for (String key : KeyOrder.sorted(byKey.keySet())) {
      KeySpectrum spectrum = byKey.get(key);
      if (spectrum.rows() < 2) {
        statistics.add(
            Statistic.of(NAME, "skipped", (double) spectrum.rows(), spectrum.rows())
                .forGroup(GeometryRows.group(key))
                .withNote("a spectrum needs at least 2 rows"));
      } else {
        keys.add(KeyGeometry.of(key, spectrum, parameters));
      }
    }
    if (keys.isEmpty()) {
      throw new DataException(
          "No key of table vectors has the 2 rows that a spectrum needs (%d key%s). Name another column with --group-column, or give more rows."
              .formatted(spectra.size(), spectra.size() == 1 ? "" : "s"));
    }
    return keys;
  }

  private static Statistic ungrouped(List<Keyed<KeySpectrum>> spectra, Attributes vectors) {
    long all = (long) vectors.number("n").orElseThrow();
    long grouped = spectra.stream().mapToLong(found -> found.value().rows()).sum();
    return Statistic.of(NAME, "rows-without-group", (double) (all - grouped), all)
        .withNote("their group is null or empty; they are in no key");
  }

  @Override
  public Estimate estimate(SpectralGeometryParameters parameters, TableShape shape) {
    double d = shape.dim();
    double cores = Math.max(1, shape.cores());
    double directions = parameters.topK().stream().mapToInt(k -> k).sum();
    boolean isProjecting = parameters.mode() == GeometryMode.PROJECT;
    double eigen = (isProjecting ? 13.0 : 16.0 / 3) * d * d * d;
    double seconds =
        3
            + shape.rows() * d * d / GRAM_RATE / cores
            + eigen / EIGEN_RATE
            + (isProjecting ? 4 * shape.rows() * d * directions / EIGEN_RATE / cores : 0);
    List<String> plan = new ArrayList<>();
    plan.add(
        "Sums mean and covariance of every key over %s rows of %d columns in one pass."
            .formatted(Numbers.count(shape.rows()), shape.dim()));
    plan.add(
        "Solves two eigenproblems of %d columns a key on the executors; the seconds are for one key."
            .formatted(shape.dim()));
    if (isProjecting) {
      plan.add(
          "Writes every row once for each of top-k %s, with leading directions %s."
              .formatted(
                  parameters.topK(), parameters.keep() == Ablation.KEEP ? "kept" : "removed"));
    }
    return new Estimate(plan, (long) (48 * d * d * cores), seconds);
  }

  @Override
  public List<Panel> panels(SpectralGeometryParameters parameters, Tables published) {
    return GeometryPanel.of(parameters, published);
  }
}
