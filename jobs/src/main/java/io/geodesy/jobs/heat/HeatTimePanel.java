package io.geodesy.jobs.heat;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.LineSeries;
import io.geodesy.analysis.Chart.Mark;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Tables;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** How long heat flowed, why, and how exact it is. */
final class HeatTimePanel {
  /** Above this share of pairs without heat, distances are no longer distances. */
  private static final double MUCH_UNREACHED = 0.05;

  /** Above this share of it, an error of the heat that stays reorders near rows. */
  private static final double MUCH_SELF_ERROR = 0.05;

  private HeatTimePanel() {}

  static Panel of(HeatGeodesicParameters parameters, Tables published) {
    List<Row> curve =
        published
            .dataset(HeatTables.CURVE.name())
            .orderBy("t")
            .limit(parameters.tGrid() + parameters.times().size() + 1)
            .collectAsList();
    Attributes attributes = published.attributes(HeatTables.CURVE.name());
    Panel.Builder panel = Panel.titled("How long heat flowed");
    double[] t = curve.stream().mapToDouble(r -> r.getDouble(0)).toArray();
    List<Mark> marks =
        curve.stream()
            .filter(r -> r.getBoolean(4))
            .map(r -> Mark.atX("t = " + Numbers.decimal(r.getDouble(0)), r.getDouble(0)))
            .toList();
    panel.say(
        "Entropy says over how many rows the heat of one row has spread: e to its power is their number. It rises steeply while heat spreads among near rows and flattens where it drifts to far ones; distances are taken at t = %s."
            .formatted(
                curve.stream()
                    .filter(r -> r.getBoolean(4))
                    .map(r -> Numbers.decimal(r.getDouble(0)))
                    .collect(Collectors.joining(", "))));
    addSelfHeat(panel, parameters, attributes);
    double unreached = HeatMapPanel.value(published, "pairs-unreached").orElse(0);
    if (unreached > MUCH_UNREACHED) {
      panel.finding(
          Finding.caution(
              "At this time no heat arrives between %s of the pairs: their distances in heat_distances are only lower bounds, and the map joins them over landmarks between. A longer time (t, or t-max) reaches them."
                  .formatted(Numbers.percent(unreached))));
    }
    if (curve.size() > 2) {
      panel.chart(
          "Entropy against time",
          new Chart.Lines(
              "Mean entropy of the heat from one row against time, with the chosen time.",
              Axis.linear("time t"),
              Axis.linear("entropy in nats"),
              List.of(
                  LineSeries.of(
                      "entropy", t, curve.stream().mapToDouble(r -> r.getDouble(1)).toArray())),
              true,
              marks));
      panel.chart(
          "Pairs that heat has not reached",
          new Chart.Lines(
              "Share of pairs between which no heat has passed, against time.",
              Axis.linear("time t"),
              Axis.linear("share of pairs"),
              List.of(
                  LineSeries.of(
                      "unreached", t, curve.stream().mapToDouble(r -> r.getDouble(3)).toArray())),
              true,
              marks));
    }
    return panel.build();
  }

  private static void addSelfHeat(
      Panel.Builder panel, HeatGeodesicParameters parameters, Attributes attributes) {
    String source = attributes.text("diagonal").orElse("exact");
    if (source.equals("exact")) {
      panel.say("The heat that stays on a row is exact.");
      return;
    }
    DiagonalMode mode = parameters.diagonal();
    double error = attributes.number("diagonal-" + mode.error()).orElse(0);
    panel.say(
        "The heat that stays on a row is taken from %s, exact at landmarks, with a %s of %s."
            .formatted(source, mode.error().replace('-', ' '), Numbers.percent(error)));
    if (error > MUCH_SELF_ERROR) {
      panel.finding(
          Finding.caution(
              "The heat that stays on a row is known only to %s on rows that are no landmarks, which blurs who is nearest to a landmark; far rows are hardly moved. %s"
                  .formatted(
                      Numbers.percent(error),
                      mode == DiagonalMode.EXACT_AT_LANDMARKS
                          ? "Take diagonal low-rank, or more landmarks."
                          : "Four times the probes (%d now) halve it."
                              .formatted(parameters.probes()))));
    }
  }
}
