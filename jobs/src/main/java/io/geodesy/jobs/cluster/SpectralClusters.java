package io.geodesy.jobs.cluster;

import io.geodesy.graph.SparseRows;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.Eigenpairs;
import io.geodesy.spectral.SolverOptions;
import io.geodesy.spectral.Spectrum;
import io.geodesy.table.DriverRows;
import io.geodesy.table.RowIds;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Spectral clustering: rows become points of the unit sphere by the leading eigenvectors of the
 * normalised operator {@code D^-1/2 W D^-1/2} of the neighbour graph, as many as clusters, and
 * k-means groups those.
 *
 * <p>Cost: the eigenvectors, {@code 8 n clusters} bytes twice, then k-means. Determinism class D2
 * by k-means; the eigenvectors are D0.
 *
 * <p>Paper: Ng, Jordan, Weiss, On spectral clustering, NIPS 2001. Differs from the paper: the
 * weights are those of shared neighbours, so that there is no bandwidth to choose.
 */
final class SpectralClusters {
  private static final double TOLERANCE = 1e-6;

  private SpectralClusters() {}

  /** Returns how eigenvectors are solved for. */
  static SolverOptions solverOptions() {
    return SolverOptions.of(TOLERANCE);
  }

  /** The leading eigenvectors of the graph. */
  static Eigenpairs eigenvectors(
      SparseRows graph, RowIds ids, int count, long seed, Workers workers) {
    long[] keys = new long[ids.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ids.hash(seed, i);
    }
    return Spectrum.ofGraph(graph, 0, count, solverOptions(), keys, workers);
  }

  /**
   * Returns the features of every row: its entries of the leading eigenvectors, scaled to length 1.
   *
   * @param pairs at least {@code count}
   * @param count of entries
   */
  static Dataset<Row> features(SparkSession session, RowIds ids, Eigenpairs pairs, int count) {
    StructType schema =
        new StructType(
            new StructField[] {
              DataTypes.createStructField("id", ids.type(), false),
              DataTypes.createStructField("features", SQLDataTypes.VectorType(), false)
            });
    return DriverRows.toDataset(
        session,
        schema,
        ids.size(),
        i -> RowFactory.create(ids.get(i), Vectors.dense(direction(pairs, i, count))));
  }

  private static double[] direction(Eigenpairs pairs, int row, int count) {
    double[] entries = new double[count];
    Arrays.setAll(entries, r -> pairs.vector(row, r));
    return unit(entries);
  }

  /**
   * Returns what the method says of itself.
   *
   * @param worstResidual of the eigenvectors that were taken
   */
  static List<Statistic> statistics(
      CountChoice choice, double worstResidual, boolean isConverged, int rows) {
    List<Statistic> statistics = new ArrayList<>(choice.statistics());
    statistics.add(
        Statistic.of(ClustersAnalysis.NAME, "worst-residual", worstResidual, rows)
            .withNote(
                isConverged
                    ? "greatest residual of the eigenvectors"
                    : "the eigenvectors did not converge: distrust these clusters"));
    return statistics;
  }

  /** Gives a row length 1 in place, unless it is zero. */
  static double[] unit(double[] entries) {
    double squares = 0;
    for (double entry : entries) {
      squares += entry * entry;
    }
    double norm = Math.sqrt(squares);
    for (int r = 0; r < entries.length && norm > 0; r++) {
      entries[r] /= norm;
    }
    return entries;
  }
}
