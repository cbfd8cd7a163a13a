package io.geodesy.spectral;

import io.geodesy.graph.Halo;
import io.geodesy.graph.NeighborBlock;
import io.geodesy.graph.NeighborBlocks;
import io.geodesy.graph.SparseBlock;
import io.geodesy.graph.SparseBlocks;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Kept;
import io.geodesy.table.PartitionItems;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.apache.spark.api.java.function.Function2;

/**
 * The {@link KernelGraph} of lists that are on the executors, with the same policy.
 *
 * <p>Cost: as there, 16 bytes a listed pair of two blocks and 8 a ghost for what needs the widths
 * of neighbours; five light passes for every median and one for every sum that a rule needs. The
 * driver gets sums. Determinism class D0: weights and widths have the bits that they have in the
 * driver, those of the variable kernel but for the order of two sums over all rows.
 */
public final class KernelBlocks implements AutoCloseable {
  private final NeighborBlocks lists;
  private final SparseBlocks weights;
  private final JavaRDD<double[]> bandwidths;
  private final JavaRDD<double[]> rho;
  private final KernelFacts facts;
  private final Kept kept;

  private KernelBlocks(
      NeighborBlocks lists,
      SparseBlocks weights,
      JavaRDD<double[]> bandwidths,
      JavaRDD<double[]> rho,
      KernelFacts facts,
      Kept kept) {
    this.lists = lists;
    this.weights = weights;
    this.bandwidths = bandwidths;
    this.rho = rho;
    this.facts = facts;
    this.kept = kept;
  }

  /**
   * Weighs a neighbour graph.
   *
   * @param lists the graph; to be closed after what is returned
   * @param settings kernel and rules
   */
  public static KernelBlocks of(NeighborBlocks lists, KernelSettings settings) {
    return Kept.by(
        kept -> {
          // What the weights are made from is let go once they are there.
          try (Kept passing = new Kept()) {
            return new Making(lists, settings, kept, passing).make();
          }
        });
  }

  /** Returns the lists that were weighed. */
  public NeighborBlocks lists() {
    return lists;
  }

  /** Returns K. */
  public SparseBlocks weights() {
    return weights;
  }

  /** Returns the bandwidth of every row of every block, as {@link KernelGraph#bandwidths}. */
  public JavaRDD<double[]> bandwidths() {
    return bandwidths;
  }

  /** Returns what the kernel came out as. */
  public KernelFacts facts() {
    return facts;
  }

  /** Returns the bandwidth function of a variable bandwidth; nothing for others. */
  JavaRDD<double[]> rho() {
    return rho;
  }

  @Override
  public void close() {
    kept.close();
  }

  /** The steps from lists to weights. */
  private static final class Making {
    private final NeighborBlocks lists;
    private final KernelSettings settings;
    private final Kept kept;
    private final Kept passing;
    private OptionalInt dimension = OptionalInt.empty();
    private OptionalDouble eps = OptionalDouble.empty();
    private OptionalDouble slope = OptionalDouble.empty();

    Making(NeighborBlocks lists, KernelSettings settings, Kept kept, Kept passing) {
      this.lists = lists;
      this.settings = settings;
      this.kept = kept;
      this.passing = passing;
    }

    KernelBlocks make() {
      List<Integer> shortest = lists.blocks().map(NeighborBlock::minDegree).collect();
      int least = shortest.stream().mapToInt(d -> d).min().orElse(0);
      int k = KernelGraph.bandwidthK(settings, lists.rows() == 0 ? 0 : least);
      int floored =
          lists.blocks().map(b -> Bandwidths.floored(b, k)).collect().stream()
              .mapToInt(f -> f)
              .sum();
      JavaRDD<double[]> bandwidths = passing.keep(bandwidths(k));
      JavaRDD<double[]> rho = kept.keep(rho(bandwidths));
      JavaRDD<float[]> scaled = scaled(rho);
      chooseEps(bandwidths, rho, scaled);
      JavaRDD<FuzzyScales> fuzzy = passing.keep(fuzzy(bandwidths));
      JavaRDD<double[]> widths = kept.keep(widths(bandwidths, rho, fuzzy));
      JavaRDD<DirectedWeights> directed = passing.keep(directed(widths, fuzzy, scaled));
      SparseBlocks weights =
          SparseBlocks.symmetrize(
              lists, directed.map(DirectedWeights::weights), settings.symmetrization(), 1, kept);
      int longestRow =
          weights.blocks().map(SparseBlock::longestRow).collect().stream()
              .mapToInt(m -> m)
              .max()
              .orElse(0);
      KernelFacts facts =
          new KernelFacts(
              k,
              floored,
              eps,
              slope,
              sum(directed.map(DirectedWeights::zeroDistances)),
              sum(directed.map(DirectedWeights::dropped)),
              KernelGraph.mostLinks(longestRow),
              dimension,
              settings.beta());
      return new KernelBlocks(lists, weights, widths, rho, facts, kept);
    }

    private JavaRDD<double[]> bandwidths(int k) {
      JavaRDD<double[]> raw = lists.blocks().map(block -> Bandwidths.beforeFloor(block, k));
      double[] ends = {Double.MAX_VALUE, 0};
      for (double[] some : raw.map(Making::ends).collect()) {
        ends[0] = Math.min(ends[0], some[0]);
        ends[1] = Math.max(ends[1], some[1]);
      }
      if (!Bandwidths.canReachFloor(ends[0], ends[1])) {
        return raw;
      }
      double floor = Bandwidths.floor(SpreadMedian.ofPositive(raw));
      return raw.map(own -> Bandwidths.atLeast(floor, own));
    }

    private static double[] ends(double[] values) {
      return new double[] {
        Arrays.stream(values).min().orElse(Double.MAX_VALUE), Arrays.stream(values).max().orElse(0)
      };
    }

    /** The bandwidth function of the variable kernel; nothing for others. */
    private JavaRDD<double[]> rho(JavaRDD<double[]> bandwidths) {
      if (settings.kernel() != Kernel.VARIABLE) {
        return lists.blocks().map(block -> new double[0]);
      }
      JavaRDD<float[]> scaled = passing.keep(scaledBy(bandwidths));
      LogSlope pilot = logSlope(scaled);
      int m = PilotDensity.dimension(settings.dimension(), pilot);
      double pilotEps = pilot.eps();
      dimension = OptionalInt.of(m);
      double beta = settings.beta();
      int n = lists.rows();
      JavaRDD<double[]> logarithms =
          passing.keep(
              onLists(
                  scaled.zip(bandwidths),
                  (block, pair) ->
                      PilotDensity.logarithms(block, pair._1(), pair._2(), pilotEps, m, beta)));
      double mean =
          logarithms.map(some -> PilotDensity.share(some, n)).collect().stream()
              .mapToDouble(share -> share)
              .reduce(0, Double::sum);
      return onLists(logarithms, (block, own) -> PilotDensity.normalized(block, own, mean, m));
    }

    private JavaRDD<float[]> scaled(JavaRDD<double[]> rho) {
      return settings.kernel() == Kernel.VARIABLE
          ? passing.keep(scaledBy(rho))
          : lists.blocks().map(NeighborBlock::distances);
    }

    private JavaRDD<float[]> scaledBy(JavaRDD<double[]> scales) {
      return onLists(
          scales.zip(Halo.exchange(lists.halos(), scales)),
          (block, pair) -> PilotDensity.scaledBy(block, pair._1(), pair._2()));
    }

    private LogSlope logSlope(JavaRDD<float[]> scaled) {
      double median = SpreadMedian.ofPositive(scaled.map(Making::widened));
      if (median == 0) {
        return LogSlope.OF_EQUALS;
      }
      return LogSlope.of(
          median,
          scaled.map(some -> LogSlope.sums(some, 0, some.length, median)).collect(),
          lists.rows());
    }

    private static double[] widened(float[] values) {
      double[] wide = new double[values.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = values[i];
      }
      return wide;
    }

    private void chooseEps(
        JavaRDD<double[]> bandwidths, JavaRDD<double[]> rho, JavaRDD<float[]> scaled) {
      if (!settings.kernel().hasEps()) {
        return;
      }
      if (settings.eps().isPresent()) {
        eps = settings.eps();
      } else if (settings.rule() == BandwidthRule.LOG_SLOPE) {
        LogSlope rule = logSlope(scaled);
        eps = OptionalDouble.of(rule.eps());
        slope = OptionalDouble.of(rule.slope());
      } else {
        JavaRDD<double[]> relative =
            bandwidths.zip(rho).map(pair -> KernelGraph.relative(pair._1(), pair._2()));
        eps = OptionalDouble.of(KernelGraph.neighborEps(SpreadMedian.ofPositive(relative)));
      }
    }

    /** The scales of the fuzzy kernel; empty ones for others. */
    private JavaRDD<FuzzyScales> fuzzy(JavaRDD<double[]> bandwidths) {
      boolean isFuzzy = settings.kernel() == Kernel.FUZZY;
      return onLists(
          bandwidths,
          (block, own) ->
              isFuzzy
                  ? alone(workers -> FuzzyScales.of(block, own, workers))
                  : new FuzzyScales(new double[0], new double[0]));
    }

    private JavaRDD<double[]> widths(
        JavaRDD<double[]> bandwidths, JavaRDD<double[]> rho, JavaRDD<FuzzyScales> fuzzy) {
      return switch (settings.kernel()) {
        case FUZZY -> fuzzy.map(FuzzyScales::widths);
        case VARIABLE -> {
          double width = eps.getAsDouble();
          yield rho.map(own -> KernelGraph.variableWidths(own, width));
        }
        case FIXED, DECAY, SELF_TUNED, EXPONENTIAL, COSINE -> bandwidths;
      };
    }

    private JavaRDD<DirectedWeights> directed(
        JavaRDD<double[]> widths, JavaRDD<FuzzyScales> fuzzy, JavaRDD<float[]> scaled) {
      JavaRDD<double[]> others =
          settings.kernel() == Kernel.SELF_TUNED
              ? Halo.exchange(lists.halos(), widths)
              : widths.map(own -> new double[0]);
      double given = eps.orElse(1);
      Kernel shape = settings.kernel();
      double decay = settings.decay();
      return onLists(
          widths.zip(others).zip(fuzzy.zip(scaled)),
          (block, all) ->
              alone(
                  workers ->
                      DirectedWeights.of(
                          block,
                          shape,
                          decay,
                          new DirectedWeights.Widths(
                              all._1()._1(),
                              all._1()._2(),
                              all._2()._1().nearest(),
                              all._2()._2(),
                              given),
                          workers)));
    }

    private static <T> T alone(Function<Workers, T> work) {
      try (Workers alone = new Workers(1)) {
        return work.apply(alone);
      }
    }

    private <A, B> JavaRDD<B> onLists(
        JavaRDDLike<A, ?> values, Function2<NeighborBlock, A, B> work) {
      return lists
          .blocks()
          .zipPartitions(
              values, (block, own) -> PartitionItems.one(work.call(block.next(), own.next())));
    }

    private static long sum(JavaRDD<Long> values) {
      return values.collect().stream().mapToLong(v -> v).sum();
    }
  }
}
