package io.geodesy.jobs.relative.compare;

import io.geodesy.analysis.Progress;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;

/** Both directions, for every number of anchors and every rounding, and as the spaces are. */
final class Comparisons {
  private final RelativeCompareParameters parameters;
  private final TwoSpaces spaces;
  private final Workers workers;
  private final Progress progress;

  Comparisons(
      RelativeCompareParameters parameters, TwoSpaces spaces, Workers workers, Progress progress) {
    this.parameters = parameters;
    this.spaces = spaces;
    this.workers = workers;
    this.progress = progress;
  }

  List<Row> lines() {
    Set<Integer> counts = new LinkedHashSet<>(List.of(spaces.anchors()));
    parameters.anchorSweep().stream()
        .filter(count -> count <= spaces.anchors())
        .forEach(counts::add);
    Set<Double> steps = new LinkedHashSet<>(List.of(parameters.quantize()));
    steps.addAll(parameters.quantizeSweep());
    List<Row> lines = new ArrayList<>();
    int all = counts.size() * steps.size() + 1;
    for (int count : counts) {
      for (double step : steps) {
        double[] first = spaces.seenFrom(spaces.first(), count, step);
        double[] second = spaces.seenFrom(spaces.second(), count, step);
        both(first, second, count, CompareTables.RELATIVE, count, step, lines);
        progress.advance(lines.size() / 2, all);
      }
    }
    if (spaces.firstDim() == spaces.secondDim()) {
      both(
          spaces.firstUnit(),
          spaces.secondUnit(),
          spaces.firstDim(),
          CompareTables.ABSOLUTE,
          null,
          null,
          lines);
    }
    return lines;
  }

  private void both(
      double[] first,
      double[] second,
      int width,
      String representation,
      Integer anchors,
      Double quantize,
      List<Row> lines) {
    SpaceComparison.Convention convention =
        new SpaceComparison.Convention(
            parameters.k(),
            !parameters.excludeSelf(),
            parameters.mrrCutoff() == RankCutoff.K ? parameters.k() : 0);
    for (int direction = 0; direction < 2; direction++) {
      boolean isForward = direction == 0;
      SpaceComparison found =
          SpaceComparison.of(
              isForward ? first : second, isForward ? second : first, width, convention, workers);
      lines.add(
          CompareTables.comparison(
              isForward ? "vectors" : RelativeCompareAnalysis.OTHER,
              isForward ? RelativeCompareAnalysis.OTHER : "vectors",
              representation,
              anchors,
              quantize,
              convention,
              found,
              spaces.items()));
    }
  }

  /** Returns the main line of both representations in the long form. */
  static List<Statistic> statistics(List<Row> lines) {
    List<Statistic> found = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Row line : lines) {
      String group =
          "%s to %s, %s".formatted(line.getString(0), line.getString(1), line.getString(2));
      if (seen.add(group)) {
        add(found, group, "jaccard", line, 8);
        add(found, group, "mean-reciprocal-rank", line, 9);
        add(found, group, "cosine", line, 10);
        add(found, group, "recall", line, 11);
      }
    }
    return found;
  }

  private static void add(
      List<Statistic> found, String group, String metric, Row line, int column) {
    double value = line.isNullAt(column) ? Double.NaN : line.getDouble(column);
    found.add(
        Statistic.of(RelativeCompareAnalysis.NAME, metric, value, line.getLong(12))
            .forGroup(group)
            .withNote(
                Double.isNaN(value)
                    ? "undefined: nothing to rank, or the item itself is left out"
                    : "k = %d, the item itself is %s"
                        .formatted(line.getInt(5), line.getBoolean(6) ? "ranked" : "left out")));
  }
}
