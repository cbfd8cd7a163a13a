package io.geodesy.jobs.probe;

import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The report's part on the basis of smooth functions. */
final class ProbePanel {
  private static final int MOST_POINTS = 4000;
  private static final double ENOUGH = 0.9;

  private ProbePanel() {}

  /** A row of the published spectrum. */
  private record Rank(int rank, double energy, double captured, Double maxError, Double meanError) {
    static Rank of(Row row) {
      return new Rank(
          row.getAs("rank"),
          row.getAs("energy"),
          row.getAs("captured"),
          row.getAs("lambda_max_error"),
          row.getAs("lambda_mean_error"));
    }
  }

  static Panel of(ProbeParameters parameters, Tables published) {
    List<Rank> ranks =
        published.dataset(ProbeTables.SPECTRUM.name()).orderBy("rank").collectAsList().stream()
            .map(Rank::of)
            .toList();
    Rank last = ranks.get(ranks.size() - 1);
    double pieces = published.attributes(ProbeTables.SPECTRUM.name()).number("pieces").orElse(1);
    Panel.Builder panel = Panel.titled("Smooth functions");
    panel.finding(
        Finding.shape(
            "%d functions hold %s of everything that still varies on these rows after random noise was averaged %d times over the nearest neighbours."
                .formatted(ranks.size(), Numbers.percent(last.captured()), parameters.steps())));
    if (last.captured() < ENOUGH) {
      panel.finding(
          Finding.caution(
              "The basis of smooth functions is not complete: %d functions hold only %s of the smoothed probes. Ask for more by probe-eigenmaps.components, or for smoother ones by probe-eigenmaps.steps."
                  .formatted(ranks.size(), Numbers.percent(last.captured()))));
    }
    if (pieces > 1) {
      panel.finding(
          Finding.caution(
              "The neighbour graph falls into %s pieces: as many smooth functions are constant on each of them, and the density is taken piece by piece."
                  .formatted(Numbers.count((long) pieces))));
    }
    panel.say(
        "A random function on the rows is noise. Averaged over near neighbours again and again, only what changes slowly across the table is left; the few functions that rebuild such remains best are its natural coordinates, the smoothest first, as the long waves of a drum come before the short ones.");
    panel.say(
        "No eigenvalue problem of the whole table is solved for it. How much each function holds says whether the basis is complete: a curve that reaches 1 early means few directions, one that still climbs at its end means that functions are missing.");
    map(published).ifPresent(chart -> panel.chart("Rows by two smooth functions", chart));
    panel.chart("How much the first functions hold", captured(ranks));
    panel.chart("How fast they get rougher", energies(ranks));
    if (ranks.stream().filter(r -> r.meanError() != null).count() > 1) {
      panel.chart("Eigenvalues they imply", eigenvalues(ranks));
    }
    return panel.build();
  }

  private static Chart captured(List<Rank> ranks) {
    return new Chart.Lines(
        "Share of the smoothed probes' energy in the first functions: %s in 1, %s in %d."
            .formatted(
                Numbers.percent(ranks.get(0).captured()),
                Numbers.percent(ranks.get(ranks.size() - 1).captured()),
                ranks.size()),
        Axis.linear("functions"),
        Axis.linear("share held"),
        List.of(
            LineSeries.of(
                "captured energy",
                ranks.stream().mapToDouble(r -> r.rank() + 1).toArray(),
                ranks.stream().mapToDouble(Rank::captured).toArray())),
        true);
  }

  private static Chart energies(List<Rank> ranks) {
    return new Chart.Lines(
        "Energy of each function relative to the first, on a logarithmic axis; steps are groups of functions that are equally smooth. The last is at %s."
            .formatted(Numbers.decimal(ranks.get(ranks.size() - 1).energy())),
        Axis.linear("function"),
        Axis.log("energy relative to the first"),
        List.of(
            LineSeries.of(
                "energy",
                ranks.stream().mapToDouble(r -> r.rank() + 1).toArray(),
                ranks.stream().mapToDouble(Rank::energy).toArray())),
        true);
  }

  private static Chart eigenvalues(List<Rank> ranks) {
    List<Rank> known = ranks.stream().filter(r -> r.meanError() != null).toList();
    double[] x = known.stream().mapToDouble(r -> r.rank() + 1).toArray();
    return new Chart.Lines(
        "Eigenvalues as one over the error that is left after so many functions, by the worst and by the mean probe: up to %s by the mean."
            .formatted(Numbers.decimal(known.get(known.size() - 1).meanError())),
        Axis.linear("functions"),
        Axis.log("1 / error"),
        List.of(
            LineSeries.of(
                "worst probe (as in the paper)",
                x,
                known.stream()
                    .mapToDouble(r -> r.maxError() == null ? Double.NaN : r.maxError())
                    .toArray()),
            LineSeries.of(
                "mean (as in the reference code)",
                x,
                known.stream().mapToDouble(Rank::meanError).toArray())),
        true);
  }

  /** The second and third function: the first is nearly constant. */
  private static Optional<Chart> map(Tables published) {
    Dataset<Row> table = published.dataset(ProbeTables.COORDINATES.name());
    List<Row> rows =
        table
            .where(functions.size(functions.col("functions")).geq(3))
            .orderBy(functions.xxhash64(functions.col("id")), functions.col("id"))
            .limit(MOST_POINTS)
            .select(
                functions.col("id").cast("string"),
                functions.col("functions").getItem(1),
                functions.col("functions").getItem(2),
                functions.col("density"))
            .collectAsList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    double share = 1.0 / Math.max(1, table.count());
    List<String> ids = new ArrayList<>();
    double[] x = new double[rows.size()];
    double[] y = new double[rows.size()];
    double[] density = new double[rows.size()];
    for (int i = 0; i < x.length; i++) {
      ids.add(rows.get(i).getString(0));
      x[i] = rows.get(i).getFloat(1);
      y[i] = rows.get(i).getFloat(2);
      density[i] = rows.get(i).getDouble(3) / share;
    }
    return Optional.of(
        new Chart.PointMap(
            "%s rows placed by the second and third smooth function; the first is constant. Colour is the sampling density, 1 where it is the mean."
                .formatted(Numbers.count(x.length)),
            Axis.linear("second function"),
            Axis.linear("third function"),
            x,
            y,
            ids,
            List.of(new Chart.Shades(Axis.log("density (1 is the mean)"), density))));
  }
}
