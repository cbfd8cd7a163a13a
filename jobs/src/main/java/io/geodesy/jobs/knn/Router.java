package io.geodesy.jobs.knn;

import io.geodesy.kernel.BlockJoin;
import io.geodesy.kernel.Kernels;
import io.geodesy.kernel.NearestLists;
import io.geodesy.kernel.NeighborKey;
import io.geodesy.kernel.PanelBlock;
import io.geodesy.kernel.PanelKernel;
import io.geodesy.kernel.RunningLists;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nearest leaders of rows, by (distance, leader): directly, or, where the leaders stand in
 * groups, among those of the {@value #NEAREST_GROUPS} nearest groups. A row's answer has the same
 * bits whatever rows are asked about with it. One instance a thread.
 *
 * <p>Cost: {@code 2 L d} operations a row, with groups {@code 2 (G + 16 L / G) d}. Determinism
 * class D0.
 */
final class Router {
  static final int NEAREST_GROUPS = 16;

  private static final int QUERIES = 128;
  private static final int CORPUS = 512;

  private final Leaders leaders;
  private final int overlap;
  private final PanelKernel kernel = Kernels.panel();
  private final List<List<PanelBlock>> packed = new ArrayList<>();
  private final List<PanelBlock> packedCentres;
  private final PanelBlock queries;
  private final BlockJoin join = new BlockJoin(kernel, CORPUS);
  private final RunningLists nearest;
  private final RunningLists groups;

  /**
   * Packs leaders.
   *
   * @param overlap leaders of a row, at most all
   */
  Router(Leaders leaders, int overlap) {
    this.leaders = leaders;
    this.overlap = overlap;
    int dim = leaders.dim();
    float[] norms = norms(leaders.values(), dim);
    for (int g = 0; g < leaders.groups(); g++) {
      packed.add(pack(leaders.values(), norms, leaders.offsets()[g], leaders.offsets()[g + 1]));
    }
    float[] centres = leaders.centres();
    this.packedCentres = pack(centres, norms(centres, dim), 0, centres.length / dim);
    this.queries = new PanelBlock(kernel, QUERIES, dim);
    this.nearest = new RunningLists(kernel, QUERIES, overlap);
    this.groups = new RunningLists(kernel, QUERIES, NEAREST_GROUPS);
  }

  private List<PanelBlock> pack(float[] values, float[] norms, int from, int to) {
    List<PanelBlock> blocks = new ArrayList<>();
    for (int at = from; at < to; at += CORPUS) {
      int end = Math.min(to, at + CORPUS);
      PanelBlock block = new PanelBlock(kernel, end - at, leaders.dim());
      block.packRange(values, norms, at, end);
      blocks.add(block);
    }
    return blocks;
  }

  static float[] norms(float[] values, int dim) {
    float[] norms = new float[values.length / dim];
    for (int i = 0; i < norms.length; i++) {
      double norm = 0;
      for (int t = 0; t < dim; t++) {
        norm += (double) values[i * dim + t] * values[i * dim + t];
      }
      norms[i] = (float) norm;
    }
    return norms;
  }

  /**
   * Routes rows on several threads.
   *
   * @param rows positions among the places
   * @return {@code rows x overlap} leaders, nearest first
   */
  static int[] route(Leaders leaders, int overlap, SearchRows places, int[] rows, Workers workers) {
    Router[] routers = new Router[workers.threads()];
    int[] routed = new int[Math.multiplyExact(rows.length, overlap)];
    workers.forRanges(
        rows.length,
        CORPUS,
        (worker, from, to) -> {
          if (routers[worker] == null) {
            routers[worker] = new Router(leaders, overlap);
          }
          routers[worker].route(places, rows, from, to, routed);
        });
    return routed;
  }

  /** Returns the {@code rows x overlap} leaders of all rows, nearest first. */
  int[] route(SearchRows places) {
    int[] rows = new int[places.rows()];
    Arrays.setAll(rows, i -> i);
    int[] routed = new int[rows.length * overlap];
    route(places, rows, 0, rows.length, routed);
    return routed;
  }

  private void route(SearchRows places, int[] rows, int from, int to, int[] routed) {
    if (leaders.groups() == 1) {
      for (int at = from; at < to; at += QUERIES) {
        int end = Math.min(to, at + QUERIES);
        queries.pack(places.values(), places.norms(), rows, at, end);
        nearest.begin(queries);
        packed.get(0).forEach(block -> join.joinTo(queries, nearest, block));
        for (int i = at; i < end; i++) {
          nearest.sort(i - at);
          for (int f = 0; f < overlap; f++) {
            routed[i * overlap + f] = NeighborKey.index(nearest.key(i - at, f));
          }
        }
      }
    } else {
      routeByGroups(places, rows, from, to, routed);
    }
  }

  private void routeByGroups(SearchRows places, int[] rows, int from, int to, int[] routed) {
    int count = to - from;
    NearestLists lists = new NearestLists(count, overlap);
    float[] values = new float[count * leaders.dim()];
    float[] norms = new float[count];
    for (int i = 0; i < count; i++) {
      int at = rows[from + i] * leaders.dim();
      System.arraycopy(places.values(), at, values, i * leaders.dim(), leaders.dim());
      norms[i] = places.norms()[rows[from + i]];
    }
    List<List<Integer>> askers = askers(values, norms, count);
    for (int g = 0; g < leaders.groups(); g++) {
      int[] asking = askers.get(g).stream().mapToInt(Integer::intValue).toArray();
      for (int at = 0; at < asking.length; at += QUERIES) {
        queries.pack(values, norms, asking, at, Math.min(asking.length, at + QUERIES));
        nearest.begin(queries, lists);
        packed.get(g).forEach(block -> join.joinTo(queries, nearest, block));
        nearest.mergeInto(lists, queries);
      }
    }
    for (int i = 0; i < count; i++) {
      for (int f = 0; f < overlap; f++) {
        routed[(from + i) * overlap + f] = NeighborKey.index(lists.key(i, f));
      }
    }
  }

  /** Returns for each group the rows to which it is one of the nearest. */
  private List<List<Integer>> askers(float[] values, float[] norms, int count) {
    List<List<Integer>> askers = new ArrayList<>();
    for (int g = 0; g < leaders.groups(); g++) {
      askers.add(new ArrayList<>());
    }
    for (int at = 0; at < count; at += QUERIES) {
      queries.packRange(values, norms, at, Math.min(count, at + QUERIES));
      groups.begin(queries);
      packedCentres.forEach(block -> join.joinTo(queries, groups, block));
      for (int i = 0; i < queries.count(); i++) {
        for (int rank = 0; rank < groups.size(i); rank++) {
          askers.get(NeighborKey.index(groups.key(i, rank))).add(at + i);
        }
      }
    }
    return askers;
  }
}
