package io.geodesy.jobs.deviation;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import io.geodesy.table.DriverRows;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * How far the failing samples lie from the correct ones at every layer, and the first layer at
 * which each leaves them, with the rate of false alarms beside it.
 *
 * <p>Two stages: every layer is measured in a task of its own ({@link LayerJob}); then thresholds,
 * first crossings, and what depends on all layers are decided in the driver on one number a row
 * (about 60 bytes). Cost: {@code 2 (n_E + n_C) n_C dim} operations a layer and one shuffle of all
 * rows. Determinism class D0.
 *
 * <p>Papers: those of {@link LayerDeviations} and {@link Divergences}. Differs from the papers: the
 * threshold can be calibrated, and every layer shows how often correct rows exceed it.
 */
public final class ManifoldDeviationAnalysis implements Analysis<DeviationParameters> {
  static final String NAME = "manifold-deviation";
  private static final double RATE = 2e10;

  @Override
  public Descriptor<DeviationParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Measures how far failing samples lie from correct ones at every layer, and where each"
            + " first leaves them.",
        List.of(
            "REMA: A Unified Reasoning Manifold Framework for Interpreting Large Language Model,"
                + " 2025, arXiv 2509.22518",
            "Y. Benjamini, Y. Hochberg, Controlling the False Discovery Rate, JRSS B 57, 1995",
            "B. L. Welch, The generalization of Student's problem, Biometrika 34, 1947"),
        DeviationParameters.class,
        List.of("vectors"),
        List.of(),
        List.of(
            DeviationTables.DEVIATIONS,
            DeviationTables.DIVERGENCE,
            DeviationTables.LAYERS,
            DeviationTables.SWEEP,
            StandardTables.STATISTICS),
        Determinism.D0);
  }

  @Override
  public VectorRule vectorRule(DeviationParameters parameters) {
    return parameters.metric() == DeviationMetric.COSINE
        ? VectorRule.HAS_DIRECTION
        : VectorRule.FINITE;
  }

  @Override
  public Tables run(DeviationParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("measure layers");
    LayerJob.Result result = LayerJob.run(parameters, inputs.dataset("vectors"), context.seed());
    context.progress().phase("find first crossings");
    List<Statistic> statistics = new ArrayList<>();
    for (LayerJob.Skipped skipped : result.skipped()) {
      statistics.add(
          Statistic.of(NAME, "skipped", (double) skipped.correct(), skipped.correct())
              .forGroup(skipped.key().group())
              .withNote(
                  "layer %s has fewer than %d correct rows"
                      .formatted(skipped.key().layer(), parameters.minCorrect())));
    }
    Map<String, List<LayerDeviations>> byGroup = new LinkedHashMap<>();
    result
        .layers()
        .forEach(
            layer ->
                byGroup.computeIfAbsent(layer.key().group(), g -> new ArrayList<>()).add(layer));
    List<GroupDivergence> groups = new ArrayList<>();
    byGroup.forEach((group, layers) -> groups.add(new GroupDivergence(parameters, group, layers)));
    groups.forEach(group -> statistics.addAll(group.statistics()));
    Tables tables =
        Tables.none()
            .with(
                DeviationTables.DEVIATIONS.name(),
                rows(context, DeviationTables.DEVIATIONS, groups, GroupDivergence::deviations))
            .with(
                DeviationTables.DIVERGENCE.name(),
                rows(context, DeviationTables.DIVERGENCE, groups, GroupDivergence::divergence))
            .with(
                DeviationTables.LAYERS.name(),
                rows(context, DeviationTables.LAYERS, groups, GroupDivergence::layers))
            .with(
                DeviationTables.SWEEP.name(),
                rows(context, DeviationTables.SWEEP, groups, GroupDivergence::sweep))
            .with(
                StandardTables.STATISTICS.name(),
                Statistic.toDataset(context.session(), statistics));
    context.progress().end();
    return tables;
  }

  private static Dataset<Row> rows(
      AnalysisContext context,
      TableContract contract,
      List<GroupDivergence> groups,
      Function<GroupDivergence, List<Row>> of) {
    List<Row> rows = new ArrayList<>();
    groups.forEach(group -> rows.addAll(of.apply(group)));
    return DriverRows.toDataset(
        context.session(), contract.schema(DataTypes.LongType), rows.size(), rows::get);
  }

  @Override
  public Estimate estimate(DeviationParameters parameters, TableShape shape) {
    double n = shape.rows();
    return new Estimate(
        List.of(
            "Sends %s rows to the task of their layer and compares each with the correct rows there."
                .formatted(Numbers.count(shape.rows())),
            "Decides thresholds%s and first crossings in the driver; the seconds are for 12 layers of equal size."
                .formatted(parameters.calibrated() ? ", calibrated on held-out samples," : "")),
        (long) (16 * n * shape.dim() + 60 * n),
        3 + 4 * n * n / 12 * shape.dim() / RATE / shape.cores());
  }

  @Override
  public List<Panel> panels(DeviationParameters parameters, Tables published) {
    return DeviationPanel.of(parameters, published);
  }
}
