package io.geodesy.jobs.heat;

import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Progress;
import io.geodesy.error.ConfigException;
import io.geodesy.graph.BlockComponents;
import io.geodesy.graph.NearestSources;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BlockCommit;
import io.geodesy.spectral.KernelBlocks;
import io.geodesy.spectral.SpreadHeat;
import io.geodesy.table.Handover;
import io.geodesy.table.Kept;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/**
 * Distances from heat flow on a graph that the driver does not hold: graph, heat and distances stay
 * on the executors in blocks of near rows, which exchange only rows they need of each other.
 *
 * <p>Every batch of columns is a stage of the run: a lost executor or a killed driver costs one.
 * Time: as {@link HeatGeodesic}, every product one shuffle of {@code 8 width} bytes a ghost row.
 * Executor memory, on disk where it is short: the graph, {@code 8 n landmarks times} bytes of heat,
 * and those of {@link SpreadHeat} for a batch. The driver has {@code landmarks x landmarks}
 * matrices. Determinism class D0 for a given number of blocks; distances agree with those of {@link
 * HeatGeodesic} to 1e-4 where heat is above its floor, but for the standard error of the heat that
 * stays on a row.
 */
final class BlockHeat {
  private final HeatGeodesicParameters parameters;
  private final AnalysisContext context;
  private final DataType idType;
  private final NeighborBlocks lists;
  private final KernelBlocks kernel;
  private final BlockComponents components;
  private final SpreadHeat heat;

  private BlockHeat(
      HeatGeodesicParameters parameters,
      AnalysisContext context,
      DataType idType,
      KernelBlocks kernel,
      BlockComponents components,
      SpreadHeat heat) {
    this.parameters = parameters;
    this.context = context;
    this.idType = idType;
    this.lists = kernel.lists();
    this.kernel = kernel;
    this.components = components;
    this.heat = heat;
  }

  /**
   * Computes everything.
   *
   * @param neighbors the graph, with at least one row
   * @param count of blocks
   * @param parameters validated
   * @param context seed, progress, session and stages of the run
   * @throws ConfigException if parameters ask for what only the driver can do
   */
  static HeatResult of(
      Dataset<Row> neighbors,
      int count,
      HeatGeodesicParameters parameters,
      AnalysisContext context) {
    requirePossible(parameters);
    Progress progress = context.progress();
    progress.phase("spread neighbours");
    DataType idType = neighbors.schema().apply("id").dataType();
    try (NeighborBlocks lists = NeighborBlocks.of(neighbors, count)) {
      progress.phase("weigh neighbours");
      int shortest =
          lists.blocks().map(NeighborBlock::minDegree).collect().stream()
              .reduce(Integer.MAX_VALUE, Math::min);
      long listed = lists.blocks().map(block -> (long) block.distances().length).reduce(Long::sum);
      try (KernelBlocks kernel =
          KernelBlocks.of(lists, HeatGeodesic.settings(parameters, shortest))) {
        HeatGeodesic.requireDistances(kernel.facts(), listed);
        try (BlockComponents components = BlockComponents.of(kernel.weights());
            SpreadHeat heat =
                SpreadHeat.of(
                    context.session(),
                    lists,
                    kernel.weights(),
                    parameters.laplacian(),
                    parameters.tolerance(),
                    SeededStream.derive(context.seed(), HeatGeodesicAnalysis.NAME))) {
          return new BlockHeat(parameters, context, idType, kernel, components, heat).run();
        }
      }
    }
  }

  private static void requirePossible(HeatGeodesicParameters parameters) {
    if (parameters.filter() != HeatFilter.CHEBYSHEV) {
      throw new ConfigException(
          "filter is %s but the graph is in blocks, where heat flows by filter chebyshev. Take that, which is as exact as its tolerance says, or lists local."
              .formatted(parameters.filter().name().toLowerCase(Locale.ROOT)));
    }
    if (!parameters.truthColumns().isEmpty()) {
      throw new ConfigException(
          "truth-columns are %s but the graph is in blocks: distances are compared with true ones in the driver only. Give none, or take lists local."
              .formatted(String.join(",", parameters.truthColumns())));
    }
  }

  private HeatResult run() {
    Progress progress = context.progress();
    progress.phase("choose the time");
    HeatTime time = time();
    double[] floors =
        Arrays.stream(time.times()).map(t -> HeatTime.floor(heat.accuracy(), t)).toArray();
    progress.phase("choose landmarks");
    DrawnRows landmarks = landmarks();
    progress.phase("flow from landmarks");
    try (Kept kept = new Kept()) {
      JavaRDD<double[][]> flown = kept.keep(flow(landmarks.numbers(), time.times()));
      double[][] between = between(flown, landmarks.numbers(), time.times().length);
      progress.phase("estimate the heat that stays");
      JavaRDD<SelfHeat> self =
          new BlockSelfHeat(parameters, context, heat, time.times(), kept)
              .estimate(flown, between, floors, lists.rows());
      double selfError = selfError(self, landmarks.numbers(), time.times().length);
      progress.phase("distances");
      return placed(time, floors, landmarks, flown, between, self, selfError);
    }
  }

  private HeatTime time() {
    double[] grid = HeatTime.grid(parameters);
    double[] floors = Arrays.stream(grid).map(t -> HeatTime.floor(heat.accuracy(), t)).toArray();
    DrawnRows drawn = drawn(HeatTime.COLUMNS, components.count());
    int columns = drawn.numbers().length;
    HeatTime.Spread all = new HeatTime.Spread(grid.length, columns);
    int width = HeatTime.batch(grid.length);
    for (int from = 0; from < columns; from += width) {
      int first = from;
      int to = Math.min(columns, from + width);
      int[] own = Arrays.copyOfRange(drawn.components(), from, to);
      JavaRDD<double[]> batch =
          heat.columns(
              Arrays.copyOfRange(drawn.numbers(), from, to),
              grid,
              commit("entropy-batch-" + (from / width + 1)));
      Handover.collect(
              batch
                  .zip(components.labels())
                  .map(here -> spread(here._1(), here._2(), floors, columns, first, own)))
          .forEach(all::add);
      context.progress().advance(to, columns);
    }
    int[] sizes = Arrays.stream(drawn.components()).map(c -> components.sizes()[c]).toArray();
    return HeatTime.of(parameters, all, sizes, columns == lists.rows());
  }

  private static HeatTime.Spread spread(
      double[] batch, int[] labels, double[] floors, int columns, int from, int[] sources) {
    HeatTime.Spread spread = new HeatTime.Spread(floors.length, columns);
    double[][] byTime = byTime(batch, floors.length);
    for (int g = 0; g < floors.length; g++) {
      spread.add(g, from, byTime[g], labels, sources, floors[g]);
    }
    return spread;
  }

  /** Cuts blocks that stand one after the other. */
  static double[][] byTime(double[] blocks, int times) {
    int length = blocks.length / times;
    double[][] cut = new double[times][];
    Arrays.setAll(cut, t -> Arrays.copyOfRange(blocks, t * length, (t + 1) * length));
    return cut;
  }

  private BlockCommit commit(String name) {
    return (ignored, rows) -> context.stage(name, rows);
  }

  /** Returns the first rows by hash of the components below one. */
  private DrawnRows drawn(int most, int below) {
    return DrawnRows.of(
        Handover.collect(
            lists
                .blocks()
                .zip(components.labels().zip(heat.keys()))
                .map(
                    here ->
                        DrawnRows.of(
                            here._1().numbers(), here._2()._2(), here._2()._1(), most, below))),
        most);
  }

  private DrawnRows landmarks() {
    int count = parameters.landmarks();
    if (lists.rows() <= count) {
      return drawn(count, components.count()).byNumber();
    }
    int[] sizes = components.sizes();
    int below =
        (int)
            IntStream.range(0, sizes.length)
                .takeWhile(c -> Landmarks.isEligible(c, sizes[c]))
                .count();
    DrawnRows candidates = drawn(Landmarks.candidates(parameters.landmarkRule(), count), below);
    if (parameters.landmarkRule() == LandmarkRule.HASHED) {
      return candidates.byNumber();
    }
    try (Kept kept = new Kept()) {
      JavaRDD<long[]> states = NearestSources.of(kernel.weights(), candidates.numbers(), kept);
      List<Landmarks.Between> parts =
          Handover.collect(
              kernel
                  .weights()
                  .blocks()
                  .zip(states)
                  .map(own -> Landmarks.between(own._1(), own._2())));
      int[] chosen = Landmarks.farthest(parts, candidates.numbers(), count);
      DrawnRows sorted = candidates.byNumber();
      return sorted.those(
          Arrays.stream(chosen).map(n -> Arrays.binarySearch(sorted.numbers(), n)).toArray());
    }
  }

  /** Returns the heat from landmarks on the rows of every block, {@code rows x m} a time. */
  private JavaRDD<double[][]> flow(int[] landmarks, double[] times) {
    int m = landmarks.length;
    int count = times.length;
    JavaRDD<double[][]> all =
        lists.blocks().map(block -> new double[count][Math.multiplyExact(block.rows(), m)]);
    for (int from = 0; from < m; from += HeatResult.BATCH) {
      int first = from;
      int to = Math.min(m, from + HeatResult.BATCH);
      JavaRDD<double[]> batch =
          heat.columns(
              Arrays.copyOfRange(landmarks, from, to),
              times,
              commit("heat-batch-" + (from / HeatResult.BATCH + 1)));
      all = all.zip(batch).map(own -> filled(own._1(), own._2(), first, to - first, m));
      context.progress().advance(to, m);
    }
    return all;
  }

  /** Puts a batch where it belongs: into arrays that this task has made. */
  private static double[][] filled(double[][] all, double[] batch, int from, int width, int m) {
    double[][] byTime = byTime(batch, all.length);
    for (int t = 0; t < all.length; t++) {
      for (int i = 0; i < byTime[t].length / width; i++) {
        System.arraycopy(byTime[t], i * width, all[t], i * m + from, width);
      }
    }
    return all;
  }

  /** Rows of landmarks in a block. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Picked(int[] positions, double[][] heat) implements Serializable {}

  /** Returns the heat between landmarks, {@code m x m} a time. */
  private double[][] between(JavaRDD<double[][]> flown, int[] landmarks, int times) {
    int m = landmarks.length;
    double[][] between = new double[times][m * m];
    for (Picked picked :
        Handover.collect(
            lists.blocks().zip(flown).map(own -> picked(own._1(), own._2(), landmarks)))) {
      for (int p = 0; p < picked.positions.length; p++) {
        for (int t = 0; t < times; t++) {
          System.arraycopy(picked.heat[t], p * m, between[t], picked.positions[p] * m, m);
        }
      }
    }
    return between;
  }

  private static Picked picked(NeighborBlock block, double[][] heat, int[] landmarks) {
    int m = landmarks.length;
    int[] positions = IntStream.range(0, m).filter(j -> block.row(landmarks[j]) >= 0).toArray();
    double[][] rows = new double[heat.length][positions.length * m];
    for (int t = 0; t < heat.length; t++) {
      for (int p = 0; p < positions.length; p++) {
        int row = block.row(landmarks[positions[p]]);
        System.arraycopy(heat[t], row * m, rows[t], p * m, m);
      }
    }
    return new Picked(positions, rows);
  }

  private double selfError(JavaRDD<SelfHeat> self, int[] landmarks, int times) {
    return landmarks.length == lists.rows()
        ? 0
        : BlockSelfHeat.relativeError(lists.blocks(), self, landmarks, times);
  }

  /** Measures landmarks and draws their maps, which all rows are placed by. */
  private HeatRows finish(HeatDistances rule, double[][] between, DrawnRows landmarks) {
    int last = between.length - 1;
    try (Workers workers = new Workers(context.threads())) {
      double[] raw = rule.ofRows(between, rule.landmarkHeat(), rule.components(), workers);
      double[] marks = HeatDistances.denoised(raw, raw, parameters.denoise(), workers);
      LandmarkMaps maps =
          LandmarkMaps.of(marks, between[last], rule.floors()[last], rule.components(), parameters);
      return new HeatRows(rule, raw, parameters.denoise(), maps, landmarks.numbers());
    }
  }

  private HeatResult placed(
      HeatTime time,
      double[] floors,
      DrawnRows landmarks,
      JavaRDD<double[][]> flown,
      double[][] between,
      JavaRDD<SelfHeat> self,
      double selfError) {
    int m = landmarks.numbers().length;
    int last = floors.length - 1;
    double[][] own = HeatDistances.own(between, m);
    HeatDistances rule = HeatDistances.of(parameters, time, floors, landmarks.components(), own);
    HeatRows finish = finish(rule, between, landmarks);
    long[] unreached = new long[m];
    for (long[] some :
        flown
            .zip(components.labels())
            .map(here -> rule.unreached(here._1(), here._2()))
            .collect()) {
      Arrays.setAll(unreached, j -> unreached[j] + some[j]);
    }
    context.progress().phase("map");
    JavaRDD<Row> made =
        lists
            .blocks()
            .zip(flown)
            .zip(self.zip(components.labels()))
            .flatMap(
                here -> finish.of(here._1()._1(), here._1()._2(), here._2()._1(), here._2()._2()));
    Dataset<Row> rows =
        context.stage(
            "heat-rows", context.session().createDataFrame(made, HeatTables.rowSchema(idType)));
    Object[] mapped = finish.maps().maps().keySet().toArray();
    // Says how many rows have no place.
    long unplaced =
        rows.where(
                functions.col("coordinates").isNull().and(functions.col("component").isin(mapped)))
            .count();
    Object[] ids = lists.ids(landmarks.numbers());
    List<HeatResult.Landmark> told = new ArrayList<>();
    for (int j = 0; j < m; j++) {
      told.add(
          new HeatResult.Landmark(ids[j], landmarks.components()[j], own[last][j], unreached[j]));
    }
    return new HeatResult(
        lists.rows(),
        time,
        heat.accuracy(),
        heat.lambdaMax(),
        kernel.facts(),
        components.sizes(),
        told,
        selfError,
        finish.maps().stress(),
        unplaced,
        Optional.empty(),
        rows.select("id", "component", "distances"),
        rows.select("id", "component", "coordinates"));
  }
}
