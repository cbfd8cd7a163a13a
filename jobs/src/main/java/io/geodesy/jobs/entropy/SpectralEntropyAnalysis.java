package io.geodesy.jobs.entropy;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.error.DataException;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.RowIds;
import io.geodesy.table.StandardTables;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Diffusion spectral entropy of a table and its groups, and the information it shares with classes.
 *
 * <p>Runs in the driver on one block of rows: {@code 8 n d} bytes, and {@code 16 max-exact^2} in
 * exact mode. Determinism class D2: exact mode has the same bits for any partitioning and threads,
 * the quadrature is within 0.02 bits of it; both are pure functions of ids and seed.
 *
 * <p>Liao et al., CISS 2024. Differs from the paper: see {@link ExactMeasure}, {@link
 * SpectrumEntropy}, {@link NearestLinks}; the quadrature is ours.
 */
public final class SpectralEntropyAnalysis implements Analysis<SpectralEntropyParameters> {
  static final String NAME = "spectral-entropy";
  private static final String EXACT = "exact";
  private static final String SCALABLE = "scalable";

  @Override
  public Descriptor<SpectralEntropyParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Counts the diffusion modes of a table in bits, and the bits it shares with a label.",
        List.of(
            "D. Liao, C. Liu, B. Christensen, A. Tong, G. Huguet, G. Wolf, M. Nickel, I. Adelstein, S. Krishnaswamy: Assessing Neural Network Representations During Training Using Noise-Resilient Diffusion Spectral Entropy. CISS 2024, arXiv 2312.04823.",
            "S. Ubaru, J. Chen, Y. Saad: Fast estimation of tr(f(A)) via stochastic Lanczos quadrature. SIAM Journal on Matrix Analysis and Applications 38, 2017."),
        SpectralEntropyParameters.class,
        List.of("vectors"),
        List.of(),
        List.of(
            EntropyTables.ENTROPY,
            EntropyTables.INFORMATION,
            EntropyTables.SPECTRUM,
            StandardTables.STATISTICS),
        Determinism.D2);
  }

  @Override
  public Tables run(SpectralEntropyParameters parameters, Tables inputs, AnalysisContext context) {
    context.progress().phase("read rows");
    Dataset<Row> vectors = inputs.dataset("vectors");
    VectorBlock block = VectorBlock.collect(vectors);
    RowIds ids = block.ids();
    Optional<String> reference = ReferenceColumn.name(parameters, vectors);
    Optional<CategoryColumn> classes =
        reference
            .map(name -> ReferenceColumn.classes(vectors, name, parameters.bins(), ids))
            .filter(column -> !column.names().isEmpty());
    List<GroupEntropy> groups = new ArrayList<>();
    try (Workers workers = new Workers(context.threads())) {
      Work work = new Work(parameters, block, classes, context, workers);
      groups.add(work.measure(null, IntStream.range(0, ids.size()).toArray()));
      if (Arrays.asList(vectors.columns()).contains("group")) {
        CategoryColumn column = CategoryColumn.collect(vectors, "group", ids);
        for (int g = 0; g < column.names().size(); g++) {
          int code = g;
          int[] rows =
              IntStream.range(0, ids.size()).filter(i -> column.codes()[i] == code).toArray();
          groups.add(work.measure(column.names().get(g), rows));
        }
      }
    }
    context.progress().end();
    EntropyRows rows = new EntropyRows(parameters, reference.orElse(""), context.session());
    Attributes attributes =
        Attributes.none()
            .with("n", ids.size())
            .with("dim", block.dim())
            .with("variant", EntropyRows.name(parameters.variant()))
            .with("bandwidth", groups.get(0).bandwidth());
    return Tables.none()
        .with(EntropyTables.ENTROPY.name(), new Table(rows.entropy(groups), attributes))
        .with(EntropyTables.INFORMATION.name(), new Table(rows.information(groups), attributes))
        .with(EntropyTables.SPECTRUM.name(), new Table(rows.spectrum(groups), attributes))
        .with(StandardTables.STATISTICS.name(), rows.statistics(groups));
  }

  @Override
  public Estimate estimate(SpectralEntropyParameters parameters, TableShape shape) {
    return EntropyEstimate.of(parameters, shape);
  }

  @Override
  public List<Panel> panels(SpectralEntropyParameters parameters, Tables published) {
    return List.of(EntropyPanel.of(parameters, published));
  }

  /** The measures of one run. */
  private static final class Work {
    private final SpectralEntropyParameters parameters;
    private final VectorBlock block;
    private final Optional<CategoryColumn> classes;
    private final AnalysisContext context;
    private final Workers workers;
    private final PairDistances distances;
    private final long[] probeKeys;
    private final long[][] subsetHashes;

    Work(
        SpectralEntropyParameters parameters,
        VectorBlock block,
        Optional<CategoryColumn> classes,
        AnalysisContext context,
        Workers workers) {
      this.parameters = parameters;
      this.block = block;
      this.classes = classes;
      this.context = context;
      this.workers = workers;
      this.distances = PairDistances.of(block.values(), block.dim());
      this.probeKeys = hashes("probes");
      this.subsetHashes =
          IntStream.range(0, parameters.subsets())
              .mapToObj(r -> hashes("subset " + r))
              .toArray(long[][]::new);
    }

    private long[] hashes(String stage) {
      long seed = SeededStream.derive(context.seed(), NAME + " " + stage);
      long[] keys = new long[block.rows()];
      Arrays.setAll(keys, i -> block.ids().hash(seed, i));
      return keys;
    }

    GroupEntropy measure(String name, int[] rows) {
      double median = MedianDistance.of(distances, rows, probeKeys);
      double bandwidth = bandwidth(name, rows.length, median);
      List<GroupEntropy.Found> modes = new ArrayList<>();
      boolean isSpectral = parameters.variant().isSpectral();
      boolean isStored = rows.length <= parameters.maxExact() && parameters.mode() != Mode.SCALABLE;
      double neglectedBits = 0;
      if (!isSpectral) {
        PlainMeasure plain =
            new PlainMeasure(
                parameters.variant(), block.values(), block.dim(), bandwidth, 1, workers);
        modes.add(find(EXACT, plain, rows, List.of(1.0)));
      } else if (isStored || rows.length == 1) {
        ExactMeasure exact =
            new ExactMeasure(
                distances,
                parameters.variant(),
                bandwidth,
                parameters.neighbors(),
                parameters.t(),
                workers);
        modes.add(find(EXACT, exact, rows, parameters.t()));
      }
      if (isSpectral && rows.length > 1 && !(isStored && parameters.mode() == Mode.EXACT)) {
        context.progress().phase("sum weights");
        ReducedRows reduced = ReducedRows.of(block.values(), block.dim(), bandwidth, workers);
        neglectedBits = reduced.neglectedBits();
        QuadratureMeasure quadrature =
            new QuadratureMeasure(parameters, reduced, distances, bandwidth, probeKeys, workers);
        modes.add(find(SCALABLE, quadrature, rows, parameters.t()));
      }
      return new GroupEntropy(
          name,
          rows.length,
          bandwidth,
          median,
          neglectedBits,
          modes,
          classes.map(c -> c.names().size()).orElse(0),
          skipped(rows));
    }

    private GroupEntropy.Found find(
        String mode, EntropyMeasure measure, int[] rows, List<Double> times) {
      context.progress().phase("entropy, " + mode);
      Measured measured = measure.of(rows);
      if (classes.isEmpty()) {
        return new GroupEntropy.Found(mode, measured, List.of());
      }
      context.progress().phase("information, " + mode);
      return new GroupEntropy.Found(
          mode,
          measured,
          MatchedInformation.of(
              measure, classes.get(), rows, times, subsetHashes, context.progress()));
    }

    private double bandwidth(String name, int n, double median) {
      if (parameters.width().isPresent()) {
        return parameters.width().getAsDouble();
      }
      if (median > 0 || n == 1 || !parameters.variant().isGaussian()) {
        return median > 0 ? median : 1;
      }
      throw new DataException(
          "The median distance of the rows%s is zero: most of them are equal, so that it cannot be the bandwidth. Give bandwidth as a number."
              .formatted(name == null ? "" : " of group " + name));
    }

    private List<String> skipped(int[] rows) {
      if (classes.isEmpty()) {
        return List.of();
      }
      int[] counts = new int[classes.get().names().size()];
      for (int row : rows) {
        int code = classes.get().codes()[row];
        if (code >= 0) {
          counts[code]++;
        }
      }
      return IntStream.range(0, counts.length)
          .filter(c -> counts[c] > 0 && counts[c] < MatchedInformation.FEWEST)
          .mapToObj(c -> classes.get().names().get(c))
          .toList();
    }
  }
}
