package io.geodesy.jobs.geometry;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What was measured as rows of the published tables. */
final class GeometryRows {
  private static final String COVARIANCE =
      "effective directions: entropy of the centred covariance's eigenvalues";
  private static final String SINGULAR =
      "original RankMe: entropy of the uncentred rows' singular values, shares plus 1e-7";

  private GeometryRows() {}

  /** Returns the group of a key: null for the whole table. */
  static String group(String key) {
    return key.isEmpty() ? null : key;
  }

  static Row geometry(KeyGeometry key) {
    PowerLaw fit = key.fit();
    return RowFactory.create(
        group(key.key()),
        key.spectrum().rows(),
        key.spectrum().eigenvalues().length,
        finite(key.rankMeByCovariance()),
        finite(key.rankMeBySingularValues()),
        finite(fit.alpha()),
        finite(key.uniform().alpha()),
        finite(fit.squaredCorrelation()),
        fit.low(),
        Double.isNaN(fit.alpha()) ? null : fit.high(),
        finite(key.participationRatio()),
        finite(key.stableRank()),
        finite(key.condition()),
        whole(key.dimensionsFor(0.80)),
        whole(key.dimensionsFor(0.90)),
        whole(key.dimensionsFor(0.95)),
        whole(key.dimensionsFor(0.99)),
        key.note());
  }

  static List<Row> spectra(List<KeyGeometry> keys, int most) {
    List<Row> rows = new ArrayList<>();
    for (KeyGeometry key : keys) {
      double[] eigenvalues = key.spectrum().eigenvalues();
      double[] singular = key.spectrum().singularValues();
      for (int i = 0; i < Math.min(most, eigenvalues.length); i++) {
        rows.add(
            RowFactory.create(
                group(key.key()), i + 1, eigenvalues[i], i < singular.length ? singular[i] : null));
      }
    }
    return rows;
  }

  static List<Statistic> statistics(List<KeyGeometry> keys) {
    List<Statistic> all = new ArrayList<>();
    for (KeyGeometry key : keys) {
      add(all, key, "rankme-covariance", key.rankMeByCovariance(), COVARIANCE);
      add(all, key, "rankme-singular-values-uncentred", key.rankMeBySingularValues(), SINGULAR);
      add(
          all,
          key,
          "alpha",
          key.fit().alpha(),
          "over ranks %d to %d".formatted(key.fit().low(), key.fit().high()));
      add(all, key, "participation-ratio", key.participationRatio(), null);
    }
    return all;
  }

  private static void add(
      List<Statistic> all, KeyGeometry key, String metric, double value, String note) {
    all.add(
        Statistic.of(SpectralGeometryAnalysis.NAME, metric, value, key.spectrum().rows())
            .forGroup(group(key.key()))
            .withNote(Double.isNaN(value) ? key.note() : note));
  }

  /**
   * Labels the steps between keys that have both RankMe and alpha; the others are recorded as left
   * out.
   */
  static List<Row> phases(
      List<KeyGeometry> keys,
      Map<String, Double> orders,
      SpectralGeometryParameters parameters,
      List<Statistic> statistics) {
    Map<String, KeyGeometry> byKey = new HashMap<>();
    keys.forEach(key -> byKey.put(key.key(), key));
    List<KeyGeometry> sequence = new ArrayList<>();
    for (String key : orders.keySet()) {
      KeyGeometry found = byKey.get(key);
      if (found == null) {
        continue;
      }
      if (Double.isNaN(found.rankMeByCovariance()) || Double.isNaN(found.fit().alpha())) {
        statistics.add(
            Statistic.of(
                    SpectralGeometryAnalysis.NAME,
                    "not-in-phases",
                    (double) found.spectrum().rows(),
                    found.spectrum().rows())
                .forGroup(key)
                .withNote(found.note()));
      } else {
        sequence.add(found);
      }
    }
    List<Phases.Step> steps =
        Phases.label(
            sequence.stream().mapToDouble(KeyGeometry::rankMeByCovariance).toArray(),
            sequence.stream().mapToDouble(key -> key.fit().alpha()).toArray(),
            parameters.phaseThreshold(),
            parameters.phaseSmooth());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < sequence.size(); i++) {
      Phases.Step step = i == 0 ? null : steps.get(i - 1);
      rows.add(
          RowFactory.create(
              sequence.get(i).key(),
              i,
              step == null ? null : step.rankMe(),
              step == null ? null : step.alpha(),
              step == null ? null : step.phase()));
    }
    return rows;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static Integer whole(double value) {
    return Double.isFinite(value) ? Integer.valueOf((int) value) : null;
  }
}
