package io.geodesy.jobs.cluster;

import io.geodesy.analysis.Table;
import io.geodesy.graph.RowDistances;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The vectors, brought into the driver when first asked for; under cosine their directions count.
 */
final class RowVectors {
  private static final double MOST_VALUES = Integer.MAX_VALUE - 8.0;

  private final Table vectors;
  private final String metric;
  private VectorBlock block;

  /**
   * Vectors of a table.
   *
   * @param vectors the rows; attributes n and dim are used where they are there
   * @param metric of the neighbour table
   */
  RowVectors(Table vectors, String metric) {
    this.vectors = vectors;
    this.metric = metric;
  }

  /** Returns the number of columns. */
  int dim() {
    return vectors.attributes().number("dim").stream()
        .mapToInt(d -> (int) d)
        .findFirst()
        .orElseGet(() -> block().dim());
  }

  /**
   * Passes graphs whose distances any two rows have.
   *
   * @throws io.geodesy.error.ConfigException if the graph is by something else
   */
  void requireDistances() {
    RowDistances.requireMetric(metric);
  }

  /** Returns the distances of any two rows. */
  RowDistances distances() {
    return new RowDistances(block(), metric);
  }

  /**
   * Returns the distances of any two of some rows.
   *
   * @param rows ascending
   */
  RowDistances distances(int[] rows) {
    return new RowDistances(block().select(rows), metric);
  }

  /**
   * Returns what counts of rows sampled by the hash of their ids, row-major; without collecting the
   * others where the table does not fit one block.
   *
   * @param ids of all rows
   */
  float[] sample(RowIds ids, int most, long seed) {
    int[] rows = HashedSample.rows(ids, most, seed);
    if (!isTooLarge(ids.size())) {
      return HashedSample.of(counted(), dim(), rows);
    }
    Object[] chosen = Arrays.stream(rows).mapToObj(ids::get).toArray();
    VectorBlock some =
        VectorBlock.collect(vectors.dataset().where(functions.col("id").isin(chosen)));
    return (metric.equals("cosine") ? some.directions() : some).values();
  }

  /** Returns the rows as MLlib wants them. */
  Dataset<Row> features() {
    return KMeansClusters.features(vectors.dataset(), metric.equals("cosine"));
  }

  /** Measures clusters; undefined where the table does not fit one block. */
  SquaredSilhouette silhouette(Partition partition, Workers workers) {
    if (isTooLarge(partition.cluster().length)) {
      return SquaredSilhouette.undefined(partition.clusters());
    }
    return SquaredSilhouette.of(counted(), dim(), partition, workers);
  }

  /** Returns which silhouette that is, or why there is none. */
  String silhouetteNote(Partition partition) {
    return partition.clusters() > 1 && isTooLarge(partition.cluster().length)
        ? "not computed: the vectors do not fit one block of this process"
        : silhouetteNote(partition, metric);
  }

  /** Returns which silhouette of some clusters is measured, or why there is none. */
  static String silhouetteNote(Partition partition, String metric) {
    if (partition.clusters() < 2) {
      return "undefined: it needs two clusters, there is "
          + (partition.clusters() == 1 ? "one" : "none");
    }
    String rows = metric.equals("cosine") ? "directions" : "vectors";
    return "of squared Euclidean distances between " + rows + "; noise left out";
  }

  private boolean isTooLarge(int rows) {
    return (double) rows * dim() > MOST_VALUES;
  }

  private VectorBlock block() {
    if (block == null) {
      block = VectorBlock.collect(vectors.dataset());
    }
    return block;
  }

  /** Returns what counts of the rows: themselves, under cosine their directions; row-major. */
  float[] counted() {
    return (metric.equals("cosine") ? block().directions() : block()).values();
  }
}
