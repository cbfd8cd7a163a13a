package io.geodesy.jobs.deviation;

import io.geodesy.jobs.deviation.Divergences.Sample;
import io.geodesy.jobs.deviation.LayerRows.Role;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The layers of one group together: the threshold, and the rows of the published tables. */
final class GroupDivergence {
  private final DeviationParameters parameters;
  private final String group;
  private final Divergences divergences;
  private final List<Sample> samples;
  private final double alpha;

  /**
   * Sets the threshold.
   *
   * @param group null without a group column
   * @param layers in order
   */
  GroupDivergence(DeviationParameters parameters, String group, List<LayerDeviations> layers) {
    this.parameters = parameters;
    this.group = group;
    this.divergences =
        new Divergences(
            layers.stream().map(layer -> LayerStatistics.of(layer, parameters.sd())).toList());
    this.samples = divergences.samples();
    double calibrated =
        parameters.calibrated()
            ? divergences.calibratedAlpha(samples, parameters.fwer())
            : Double.NaN;
    this.alpha = Double.isFinite(calibrated) ? calibrated : parameters.alpha();
  }

  List<Row> deviations() {
    List<Row> rows = new ArrayList<>();
    for (LayerStatistics statistics : divergences.layers()) {
      LayerDeviations layer = statistics.layer();
      for (int i = 0; i < layer.values().length; i++) {
        double deviation = layer.values()[i];
        rows.add(
            RowFactory.create(
                layer.samples()[i],
                layer.key().layer(),
                group,
                layer.roles()[i] != Role.ERROR,
                deviation,
                statistics.spread() > 0 ? statistics.score(deviation) : null,
                statistics.isBeyond(deviation, alpha)));
      }
    }
    return rows;
  }

  List<Row> divergence() {
    double[][] control = divergences.control();
    List<Row> rows = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.role() == Role.ERROR) {
        int first = divergences.first(sample, alpha);
        rows.add(
            RowFactory.create(
                sample.name(),
                group,
                first < 0 ? null : layer(first),
                first < 0 ? null : first,
                Divergences.falseDiscoveryRate(sample, control)));
      }
    }
    return rows;
  }

  List<Row> layers() {
    List<Row> rows = new ArrayList<>();
    for (int l = 0; l < divergences.layers().size(); l++) {
      LayerStatistics found = divergences.layers().get(l);
      long errors = found.layer().of(Role.ERROR).length;
      rows.add(
          RowFactory.create(
              layer(l),
              group,
              l,
              found.layer().values().length - errors,
              errors,
              found.mean(),
              found.spread(),
              finite(found.meanDeviation()),
              finite(found.relative()),
              finite(found.t()),
              finite(found.degrees()),
              finite(found.p()),
              found.falsePositiveRate(alpha),
              finite(found.auc()),
              finite(found.layer().dimensionCorrect()),
              finite(found.layer().dimensionError())));
    }
    return rows;
  }

  List<Row> sweep() {
    List<Row> rows = new ArrayList<>();
    long errors = samples.stream().filter(sample -> sample.role() == Role.ERROR).count();
    for (double value : parameters.alphaSweep()) {
      long[] first = new long[divergences.layers().size()];
      for (Sample sample : samples) {
        int at = sample.role() == Role.ERROR ? divergences.first(sample, value) : -1;
        if (at >= 0) {
          first[at]++;
        }
      }
      for (int l = 0; l < first.length; l++) {
        rows.add(
            RowFactory.create(
                value,
                layer(l),
                group,
                errors == 0 ? null : (double) first[l] / errors,
                divergences.layers().get(l).falsePositiveRate(value)));
      }
    }
    return rows;
  }

  List<Statistic> statistics() {
    Role control =
        samples.stream().anyMatch(sample -> sample.role() == Role.HELD_OUT)
            ? Role.HELD_OUT
            : Role.REFERENCE;
    long missing =
        samples.stream()
            .filter(sample -> Arrays.stream(sample.deviations()).anyMatch(Double::isNaN))
            .count();
    String note =
        control == Role.HELD_OUT
            ? "held-out correct samples"
            : "correct samples, each left out of its own reference";
    return List.of(
        of("alpha-used", alpha, samples.size(), calibrationNote(control)),
        firing("share-diverging", Role.ERROR, "failing samples beyond the threshold in any layer"),
        firing("false-alarm-share", control, note + " beyond the threshold in any layer"),
        of(
            "samples-missing-layers",
            (double) missing,
            samples.size(),
            "those layers are passed over"));
  }

  private String calibrationNote(Role control) {
    if (!parameters.calibrated()) {
      return "as given; with many layers a larger share of correct samples fires in some layer";
    }
    return control == Role.HELD_OUT && Double.isFinite(alpha)
        ? "calibrated to a share of %s of held-out correct samples".formatted(parameters.fwer())
        : "not calibrated: no correct sample was held out";
  }

  private Statistic firing(String metric, Role role, String note) {
    List<Sample> chosen = samples.stream().filter(sample -> sample.role() == role).toList();
    long count = chosen.stream().filter(sample -> divergences.first(sample, alpha) >= 0).count();
    return of(metric, (double) count / chosen.size(), chosen.size(), note);
  }

  private Statistic of(String metric, double value, long n, String note) {
    return Statistic.of(ManifoldDeviationAnalysis.NAME, metric, value, n)
        .forGroup(group)
        .withNote(note);
  }

  private String layer(int l) {
    return divergences.layers().get(l).layer().key().layer();
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
