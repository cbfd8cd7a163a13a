package io.geodesy.jobs.knn;

import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.Workers;
import java.util.Arrays;

/**
 * Makes the lists of some rows exact by one scan: every row whose lower bound does not exceed the
 * list's last exact distance is re-scored, and the last distance falls as nearer rows are found.
 *
 * <p>Cost: {@code 2 q m d} operations and one exact distance for each pair within the bound.
 * Determinism class D0.
 */
final class ExactQueries {
  private static final int QUERIES = 128;

  private final MetricRows rows;
  private final int[] chosen;
  private final SearchRows search;
  private final Workers workers;

  ExactQueries(MetricRows rows, int[] chosen, SearchRows search, Workers workers) {
    this.rows = rows;
    this.chosen = chosen;
    this.search = search;
    this.workers = workers;
  }

  /**
   * Completes lists in place.
   *
   * @param queries positions among the chosen rows
   * @param corpus all chosen rows, packed with lowered norms
   * @param exact lists of exact distances, not yet of the nearest
   */
  void complete(int[] queries, PanelBlock[] corpus, NearestLists exact) {
    if (queries.length == 0) {
      return;
    }
    float[] norms = search.lowerNorms();
    PanelKernel kernel = search.kernel();
    int capacity = Arrays.stream(corpus).mapToInt(PanelBlock::count).max().orElse(0);
    int batch = Math.min(QUERIES, Math.max(8, queries.length / (2 * workers.threads())));
    workers.forRanges(
        queries.length,
        batch,
        (worker, from, to) -> {
          PanelBlock block = new PanelBlock(kernel, to - from, search.dim());
          block.pack(search.values(), norms, queries, from, to);
          BlockJoin join = new BlockJoin(kernel, Math.max(capacity, batch));
          long[] pairs = new long[(to - from) * capacity];
          float[] limits = new float[to - from + kernel.width()];
          long[] scratch = new long[exact.capacity()];
          long[] one = new long[1];
          for (int i = 0; i < block.count(); i++) {
            limits[i] = limit(exact, block.row(i));
          }
          for (PanelBlock part : corpus) {
            int found = join.within(block, limits, part, pairs);
            for (int p = 0; p < found; p++) {
              int i = (int) (pairs[p] >>> 32);
              int query = block.row(i);
              int other = part.row((int) pairs[p]);
              if (other != query) {
                one[0] = NeighborKey.of(rows.distance(chosen[query], chosen[other]), other);
                if (one[0] < exact.key(query, exact.capacity() - 1)) {
                  exact.merge(query, one, 0, 1, scratch);
                  limits[i] = limit(exact, query);
                }
              }
            }
          }
        });
  }

  private float limit(NearestLists exact, int query) {
    return (float) Math.min(Float.MAX_VALUE, search.bound(rows, chosen[query], exact.limit(query)));
  }
}
