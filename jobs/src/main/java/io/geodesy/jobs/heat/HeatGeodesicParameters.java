package io.geodesy.jobs.heat;

import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Parameter;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.ListPlace;
import io.geodesy.spectral.LaplacianKind;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Parameters of {@code heat-geodesic}. */
record HeatGeodesicParameters(
    @Parameter(
            doc = "The neighbour whose distance is a row's bandwidth; 1 is the nearest.",
            value = "auto",
            min = 1,
            max = 500,
            why =
                "auto is 10, or the graph's k where that is less; on a noisy swiss roll of 1000 rows at t = 50 distances have a Spearman of 0.995 with the true ones, with 5 only 0.78, since heat does not arrive")
        OptionalInt bandwidthK,
    @Parameter(
            doc =
                "Exponent of the decay kernel; at 40 links end 6 % beyond the bandwidth, so that k of knn-graph hardly matters.",
            value = "40",
            min = 0.1,
            max = 100)
        double decay,
    @Parameter(
            doc = "Which Laplacian heat flows by.",
            value = "combinatorial",
            why = "heat is then conserved, and rows of the operator sum to 1")
        LaplacianKind laplacian,
    @Parameter(
            doc = "How long heat flows.",
            value = "auto",
            min = 1e-6,
            max = 1e5,
            why =
                "auto is the knee of the entropy curve, or the first later time of the grid at which heat has reached 99 % of the rows: where it has not, all distances are the same")
        OptionalDouble t,
    @Parameter(
            doc =
                "Several times instead of one: their distances are averaged with weights 1 - t / sum of t.",
            value = "",
            min = 1e-6,
            max = 1e5)
        List<Double> times,
    @Parameter(
            doc = "Times of the entropy curve, evenly from 0.05 to t-max.",
            value = "20",
            min = 3,
            max = 200)
        int tGrid,
    @Parameter(doc = "Greatest time that auto considers.", value = "50", min = 0.1, max = 1e4)
        double tMax,
    @Parameter(
            doc =
                "Share of the volume correction: 0 leaves the raw logarithm of heat, 1 makes every row's distance from itself zero.",
            value = "1",
            min = 0,
            max = 1.5)
        double sigma,
    @Parameter(doc = "Exponent that the distance is raised to.", value = "1", min = 0.01, max = 4)
        double scale,
    @Parameter(
            doc = "Rows from which heat starts; every row gets its distance to each of them.",
            value = "200",
            min = 10,
            max = 1024)
        int landmarks,
    @Parameter(doc = "How landmarks are chosen.", value = "farthest") LandmarkRule landmarkRule,
    @Parameter(
            doc = "Error of an entry of the heat operator that the polynomial may make.",
            value = "1e-15",
            min = 1e-15,
            max = 0.1,
            why =
                "the distance is a logarithm: heat below the error says nothing, and a tolerance of 1e-8 would save a third of the products and blur every far pair")
        double tolerance,
    @Parameter(
            doc = "How the heat operator is applied: exact is for at most 2048 rows.",
            value = "chebyshev")
        HeatFilter filter,
    @Parameter(doc = "Coordinates of the map.", value = "2", min = 1, max = 16) int dimensions,
    @Parameter(doc = "What a pair of landmarks counts in the map's stress.", value = "uniform")
        MapWeights mapWeights,
    @Parameter(
            doc =
                "Share in which a distance is replaced by the root mean square difference of the two rows' distances to all landmarks, which noise moves less.",
            value = "0",
            min = 0,
            max = 1)
        double denoise,
    @Parameter(
            doc = "Where the heat that stays on a row comes from, for rows that are no landmarks.",
            value = "low-rank",
            why =
                "on a noisy swiss roll of 1000 rows at t = 50 with 200 landmarks 0.60 of the 20 nearest rows are truly nearest, as with exact values; interpolated from landmarks 0.28, by 64 probes 0.18: order by distance is the same, but near rows need an exact value; where many dimensions leave the slowest eigenpairs little of the heat, low-rank is no worse than probes, and its error says so")
        DiagonalMode diagonal,
    @Parameter(
            doc =
                "Random vectors that hutchinson and low-rank estimate by: four times as many halve the standard error.",
            value = "64",
            min = 16,
            max = 4096)
        int probes,
    @Parameter(
            doc =
                "Numeric columns of the input that are true coordinates: distances are compared with the Euclidean ones between them.",
            value = "")
        List<String> truthColumns,
    @Parameter(
            doc =
                "Where graph and heat are: local has them in the driver, blocks on the executors, where blocks of near rows exchange only rows they need of each other.",
            value = "auto",
            why =
                "auto takes blocks above 2 000 000 rows; below, the driver is faster. Blocks have filter chebyshev and no truth-columns")
        ListPlace lists) {
  HeatGeodesicParameters {
    times = List.copyOf(times);
    truthColumns = List.copyOf(truthColumns);
    bandwidthK.ifPresent(k -> Bounds.check(HeatGeodesicParameters.class, "bandwidthK", k));
    Bounds.check(HeatGeodesicParameters.class, "decay", decay);
    t.ifPresent(value -> Bounds.check(HeatGeodesicParameters.class, "t", value));
    Bounds.check(HeatGeodesicParameters.class, "times", times);
    Bounds.check(HeatGeodesicParameters.class, "tGrid", tGrid);
    Bounds.check(HeatGeodesicParameters.class, "tMax", tMax);
    Bounds.check(HeatGeodesicParameters.class, "sigma", sigma);
    Bounds.check(HeatGeodesicParameters.class, "scale", scale);
    Bounds.check(HeatGeodesicParameters.class, "landmarks", landmarks);
    Bounds.check(HeatGeodesicParameters.class, "tolerance", tolerance);
    Bounds.check(HeatGeodesicParameters.class, "dimensions", dimensions);
    Bounds.check(HeatGeodesicParameters.class, "denoise", denoise);
    Bounds.check(HeatGeodesicParameters.class, "probes", probes);
    if (times.size() == 1) {
      throw new ConfigException(
          "times is %s but several are needed: for one time give t.".formatted(times.get(0)));
    }
    if (!times.isEmpty() && t.isPresent()) {
      throw new ConfigException(
          "t is %s and times are %s: give one of them.".formatted(t.getAsDouble(), times));
    }
  }
}
