package io.geodesy.jobs.cluster;

import io.geodesy.graph.NeighborLists;
import io.geodesy.kernel.NearestRows;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.RowIds;
import java.util.Arrays;

/**
 * Linear subspaces fitted to some thousand rows, for one number after the other: {@link KSubspaces}
 * from one start, on the exact neighbours within these rows. Determinism class D0.
 */
final class SampleFlats implements Prototypes {
  /** Rows that suffice to compare numbers of subspaces. */
  static final int MOST_ROWS = 1000;

  private final float[] rows;
  private final int dim;
  private final int dimension;
  private final NeighborLists lists;
  private final long seed;
  private final Workers workers;

  /**
   * Prepares.
   *
   * @param rows {@code m x dim}
   * @param dimension of every subspace
   */
  SampleFlats(float[] rows, int dim, int dimension, long seed, Workers workers) {
    this.rows = rows;
    this.dim = dim;
    this.dimension = dimension;
    this.seed = seed;
    this.workers = workers;
    int m = rows.length / dim;
    int k = Math.min(m - 1, SubspaceBases.neighbors(dimension));
    int[] own = new int[m];
    Arrays.setAll(own, i -> i);
    NearestRows.Found found = NearestRows.search(rows, rows, dim, own, k, workers);
    int[] offsets = new int[m + 1];
    Arrays.setAll(offsets, i -> i * k);
    float[] distances = new float[m * k];
    for (int e = 0; e < distances.length; e++) {
      distances[e] = (float) Math.sqrt(found.squared()[e]);
    }
    long[] ids = new long[m];
    Arrays.setAll(ids, i -> i);
    this.lists =
        new NeighborLists(RowIds.ofNumbers(ids), offsets, found.rows(), distances, new int[m]);
  }

  @Override
  public double[] squaredDistances(int count) {
    return new KSubspaces(rows, dim, lists, count, dimension, workers)
        .squaredDistances(SeededStream.bits(seed, count));
  }
}
