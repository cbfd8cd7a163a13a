package io.geodesy.jobs.entropy;

import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** What was found as rows of the published tables. */
final class EntropyRows {
  /** From this share of its largest possible value on, an entropy says little but log n. */
  static final double SATURATED = 0.98;

  private final SpectralEntropyParameters parameters;
  private final String variable;
  private final SparkSession session;

  EntropyRows(SpectralEntropyParameters parameters, String variable, SparkSession session) {
    this.parameters = parameters;
    this.variable = variable;
    this.session = session;
  }

  static String name(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the times a measure was asked for; null where the variant has none. */
  private List<Double> times() {
    return parameters.variant().isSpectral() ? parameters.t() : Collections.singletonList(null);
  }

  private Double saturation(Entropy entropy, int n) {
    double most = Entropy.log2(n) * (parameters.variant() == Variant.ENTRIES ? 2 : 1);
    return n > 1 ? entropy.bits() / most : null;
  }

  Dataset<Row> entropy(List<GroupEntropy> groups) {
    List<Row> rows = new ArrayList<>();
    for (GroupEntropy group : groups) {
      for (GroupEntropy.Found found : group.modes()) {
        for (int k = 0; k < times().size(); k++) {
          Entropy entropy = found.measured().byTime().get(k);
          rows.add(
              RowFactory.create(
                  group.name(),
                  name(parameters.variant()),
                  parameters.variant().isGaussian() ? group.bandwidth() : null,
                  times().get(k),
                  (long) group.n(),
                  entropy.bits(),
                  entropy.traceSum(),
                  found.mode(),
                  entropy.standardError(),
                  saturation(entropy, group.n()),
                  entropy.rankUsed()));
        }
      }
    }
    return session.createDataFrame(rows, EntropyTables.ENTROPY.schema(DataTypes.LongType));
  }

  Dataset<Row> information(List<GroupEntropy> groups) {
    List<Row> rows = new ArrayList<>();
    for (GroupEntropy group : groups) {
      for (GroupEntropy.Found found : group.modes()) {
        for (MatchedInformation.Contribution part : found.information()) {
          rows.add(
              RowFactory.create(
                  group.name(),
                  variable,
                  part.category(),
                  parameters.variant().isSpectral() ? part.t() : null,
                  found.mode(),
                  part.p(),
                  (long) part.n(),
                  part.conditional(),
                  part.matched(),
                  part.bits(),
                  part.standardError()));
        }
      }
    }
    return session.createDataFrame(rows, EntropyTables.INFORMATION.schema(DataTypes.LongType));
  }

  Dataset<Row> spectrum(List<GroupEntropy> groups) {
    List<Row> rows = new ArrayList<>();
    for (GroupEntropy group : groups) {
      double[] values = group.modes().get(0).measured().eigenvalues();
      for (int rank = 0; rank < values.length; rank++) {
        rows.add(RowFactory.create(group.name(), rank, values[rank]));
      }
    }
    return session.createDataFrame(rows, EntropyTables.SPECTRUM.schema(DataTypes.LongType));
  }

  Dataset<Row> statistics(List<GroupEntropy> groups) {
    List<Statistic> all = new ArrayList<>();
    for (GroupEntropy group : groups) {
      for (GroupEntropy.Found found : group.modes()) {
        addEntropies(group, found, all);
      }
      if (parameters.variant().isGaussian()) {
        all.add(
            statistic(group, "median-distance-over-bandwidth")
                .apply(group.medianDistance() / group.bandwidth())
                .withNote("bandwidth %s".formatted(group.bandwidth())));
      }
      if (group.neglectedBits() > 0) {
        all.add(
            statistic(group, "neglected-bits")
                .apply(group.neglectedBits())
                .withNote(
                    "bits by which the quadrature may be too high at t = 1 for the axes of little variance that it leaves out"));
      }
      for (String skipped : group.skipped()) {
        all.add(
            statistic(group, "skipped")
                .apply(Double.NaN)
                .withNote(
                    "class %s has fewer than %d rows: left out, the shares of the others sum to 1"
                        .formatted(skipped, MatchedInformation.FEWEST)));
      }
    }
    return Statistic.toDataset(session, all);
  }

  private void addEntropies(GroupEntropy group, GroupEntropy.Found found, List<Statistic> all) {
    for (int k = 0; k < times().size(); k++) {
      Double t = times().get(k);
      Entropy entropy = found.measured().byTime().get(k);
      String note =
          "variant %s, %s%s%s"
              .formatted(
                  name(parameters.variant()),
                  found.mode(),
                  t == null ? "" : ", t = " + t,
                  group.n() == 1 ? ": one row has no entropy" : "");
      all.add(
          withError(
              statistic(group, "entropy").apply(entropy.bits()).withNote(note),
              entropy.standardError()));
      if (t == null) {
        found.shared(1).ifPresent(shared -> all.add(shared(group, shared, note)));
      } else {
        found.shared(t).ifPresent(shared -> all.add(shared(group, shared, note)));
      }
    }
  }

  private Statistic shared(GroupEntropy group, GroupEntropy.Shared shared, String note) {
    return withError(
        statistic(group, "mutual-information")
            .apply(shared.bits())
            .withNote(note + ", with " + variable),
        shared.standardError());
  }

  private static Statistic withError(Statistic statistic, double error) {
    return error > 0 ? statistic.withError(error) : statistic;
  }

  private static DoubleFunction<Statistic> statistic(GroupEntropy group, String metric) {
    return value -> {
      Statistic whole = Statistic.of(SpectralEntropyAnalysis.NAME, metric, value, group.n());
      return group.name() == null ? whole : whole.forGroup(group.name());
    };
  }
}
