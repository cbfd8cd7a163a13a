package io.geodesy.jobs.dimension;

import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Every estimate of the whole table in the report, each with what it says and when to distrust it.
 */
final class FamilyGrid {
  private record Meaning(String name, String sentence) {}

  private static final Map<String, Meaning> MEANINGS =
      Map.ofEntries(
          Map.entry(
              "twonn-linear",
              new Meaning(
                  "TwoNN, line",
                  "From the two nearest rows: the finest scale. Distrust it on noisy, rounded or near-copied rows.")),
          Map.entry(
              "twonn-ml",
              new Meaning(
                  "TwoNN, likelihood",
                  "The same without leaving the largest ratios out: one odd row moves it.")),
          Map.entry(
              "twonn-censored",
              new Meaning(
                  "TwoNN, censored",
                  "The same, knowing of the largest tenth only that they are large.")),
          Map.entry(
              "mle",
              new Meaning(
                  "maximum likelihood",
                  "From all listed neighbours: the value to quote, together with their number. Too low where the shape is curved at this scale.")),
          Map.entry(
              "mom",
              new Meaning("moments", "From the mean distance: the outer neighbours weigh most.")),
          Map.entry(
              "pwm",
              new Meaning(
                  "weighted moments",
                  "From a mean that weighs outer neighbours even more: the coarsest scale of the list.")),
          Map.entry("pwm2", new Meaning("weighted moments, second", "The same, more so.")),
          Map.entry(
              "l-moments",
              new Meaning(
                  "L-moments", "From mean and spread of the distances, without the largest.")),
          Map.entry(
              "ged",
              new Meaning(
                  "expansion",
                  "The middle of all ways to compare two neighbours: hard to spoil by single distances.")),
          Map.entry(
              "rv",
              new Meaning(
                  "regular variation",
                  "From three distances a row: distrust it below some hundred rows.")),
          Map.entry(
              "zipf",
              new Meaning(
                  "Zipf's line",
                  "From a line through all ranks: the nearest neighbours weigh most, and with them noise.")),
          Map.entry(
              "aggregated-hill",
              new Meaning(
                  "aggregated Hill",
                  "Maximum likelihood averaged over all numbers of neighbours: a finer scale than it.")),
          Map.entry(
              "ensemble",
              new Meaning(
                  "ensemble", "The middle of moments, maximum likelihood and regular variation.")),
          Map.entry(
              "mada",
              new Meaning(
                  "doubling",
                  "From how far one must go for twice the neighbours: the outer half alone.")),
          Map.entry(
              "alid",
              new Meaning(
                  "augmented",
                  "Maximum likelihood with the neighbours' own lists: steadier row by row, biased alike.")),
          Map.entry(
              "local-pca",
              new Meaning(
                  "local PCA",
                  "Directions in which a row's neighbours spread, counted on a sample of rows: needs several times as many neighbours as directions, and is never above their number.")),
          Map.entry(
              "ess",
              new Meaning(
                  "simplex skewness",
                  "From the angles between neighbours, on a sample of rows: less biased in many directions, but counts noise as directions.")),
          Map.entry(
              "tle",
              new Meaning(
                  "tight locality",
                  "Maximum likelihood with distances among the neighbours too, on a sample of rows.")),
          Map.entry(
              "abid",
              new Meaning(
                  "angles",
                  "From squared cosines between neighbours, on a sample of rows: too low with few neighbours, and never above their number.")),
          Map.entry(
              "binomial",
              new Meaning(
                  "binomial",
                  "From the share of neighbours in the inner part of the list; distrust it if few lie there.")),
          Map.entry(
              "correlation",
              new Meaning(
                  "correlation",
                  "From all pairs together: the densest rows have the short pairs, so that it is their dimension, not everybody's.")),
          Map.entry(
              "bandwidth",
              new Meaning(
                  "bandwidth",
                  "From the growth of a Gaussian kernel's sum; lists that end make it far too low above about 3.")));

  private FamilyGrid() {}

  /**
   * Returns the table, the highest estimate first.
   *
   * @param groups rows of {@link DimensionTables#GROUPS}
   * @param own neighbours that the rows' own estimates use
   */
  static Grid of(List<Row> groups, int own) {
    List<Row> shown =
        groups.stream()
            .filter(row -> row.getAs("group") == null && row.getAs("d") != null)
            .filter(row -> MEANINGS.containsKey(row.<String>getAs("estimator")))
            .filter(row -> isOneScale(row, own))
            .sorted(Comparator.comparing((Row row) -> -row.<Double>getAs("d")))
            .toList();
    List<List<String>> cells = new ArrayList<>();
    for (Row row : shown) {
      Meaning meaning = MEANINGS.get(row.<String>getAs("estimator"));
      Double low = row.getAs("low");
      Double high = row.getAs("high");
      cells.add(
          List.of(
              meaning.name(),
              Numbers.decimal(row.<Double>getAs("d")),
              low == null || high == null
                  ? ""
                  : Numbers.decimal(low) + " to " + Numbers.decimal(high),
              meaning.sentence()));
    }
    return new Grid(
        List.of("estimate", "dimension", "interval", "what it says, and when to distrust it"),
        cells,
        "Every estimate of the whole table at %d neighbours (TwoNN: 2), the highest first. They read the same law of distances in different ways: where they agree, it holds; where they spread, the rows are unevenly dense or curved at this scale."
            .formatted(own));
  }

  private static boolean isOneScale(Row row, int own) {
    return !row.<String>getAs("estimator").equals("mle") || row.<Integer>getAs("rank2") == own;
  }
}
