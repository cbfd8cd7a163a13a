package io.geodesy.jobs.statistics;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import java.util.List;
import java.util.OptionalInt;

/** Parameters of {@code statistics}. */
public record StatisticsParameters(
    @Parameter(
            doc = "Neighbours of a row that hub and purity figures use.",
            value = "auto",
            min = 1,
            max = 10_000,
            why = "auto takes all of the graph; fewer compare graphs of different k")
        OptionalInt k,
    @Parameter(
            doc = "A row is a hub when it is in more neighbour lists than this multiple of k.",
            value = "2",
            min = 1,
            max = 1000,
            why = "the convention of the hubness literature")
        double hubMultiple,
    @Parameter(
            doc = "Tables with more columns get no covariance spectrum, with a record.",
            value = "4096",
            min = 1,
            max = 20_000,
            unit = "columns",
            why =
                "eigenvalues of 4096 columns take about 90 s on one core, and cost grows cubically")
        int maxSpectrumDim,
    @Parameter(
            doc =
                "Rows of least hash on which uniformity, the error of IsoScore and the ranks of a map are measured; all if there are fewer.",
            value = "2000",
            min = 50,
            max = 50_000,
            unit = "rows",
            why = "work of uniformity grows with the square; errors fall with the root")
        int sample,
    @Parameter(
            doc =
                "Numeric columns of the input that place every row on a map, such as x,y: how far that map can be trusted is measured.",
            value = "",
            why = "most tables have none")
        List<String> coordinates,
    @Parameter(
            doc = "Neighbours on the map at which it is measured, ascending.",
            value = "5,10,15",
            min = 1,
            max = 1000,
            why = "what a reader takes for near on a map")
        List<Integer> coordinatesK) {
  /** Checks the bounds. */
  public StatisticsParameters {
    k.ifPresent(value -> Bounds.check(StatisticsParameters.class, "k", value));
    Bounds.check(StatisticsParameters.class, "hubMultiple", hubMultiple);
    Bounds.check(StatisticsParameters.class, "maxSpectrumDim", maxSpectrumDim);
    Bounds.check(StatisticsParameters.class, "sample", sample);
    coordinates = List.copyOf(coordinates);
    coordinatesK = coordinatesK.stream().sorted().distinct().toList();
    coordinatesK.forEach(value -> Bounds.check(StatisticsParameters.class, "coordinatesK", value));
    if (!coordinates.isEmpty() && coordinatesK.isEmpty()) {
      throw new ConfigException(
          "coordinates-k is empty, but coordinates are given: name at least one number of neighbours, such as 10.");
    }
  }
}
