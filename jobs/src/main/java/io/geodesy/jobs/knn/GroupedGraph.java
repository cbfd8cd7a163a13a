package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.error.DataException;
import io.geodesy.kernel.Workers;
import io.geodesy.table.CategoryColumn;
import io.geodesy.table.VectorBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The graph of a table whose rows are neighbours only within their group: one graph a group, of the
 * same rows in the same job. A group of g rows has lists of {@code min(k, g - 1)}; what is beyond
 * is {@link NeighborGraph#NONE}.
 *
 * <p>Large groups are built one after the other on all threads; small ones side by side, a thread
 * each, so that ten thousand of them cost what their rows do.
 *
 * <p>Recall is the mean over groups of that measured within each, weighted by rows; so is the
 * square of its error, by the square of the weights.
 *
 * <p>Memory: that of the largest group's graph beside the lists of all rows. Determinism class D0.
 */
final class GroupedGraph {
  /** Groups up to this size are built side by side: all their pairs are compared anyway. */
  private static final int SMALL = 2048;

  private static final int GRAIN = 8;

  private final VectorBlock block;
  private final KnnGraphParameters parameters;
  private final long seed;
  private final Workers workers;
  private final Progress progress;
  private final int[] neighbors;
  private final float[] distances;
  private final int[] cells;

  GroupedGraph(
      VectorBlock block,
      KnnGraphParameters parameters,
      long seed,
      Workers workers,
      Progress progress) {
    this.block = block;
    this.parameters = parameters;
    this.seed = seed;
    this.workers = workers;
    this.progress = progress;
    this.neighbors = new int[Math.multiplyExact(block.rows(), parameters.k())];
    this.distances = new float[neighbors.length];
    this.cells = new int[block.rows()];
    Arrays.fill(neighbors, NeighborGraph.NONE);
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
  }

  /** What is kept of the graph of a group beside its lists. */
  private record Part(
      NeighborGraph.Recall recall,
      boolean isExact,
      int rows,
      int duplicateRows,
      int cells,
      long memoryBytes,
      int passes) {}

  /**
   * Builds all graphs.
   *
   * @param groups one a row
   * @throws DataException if a row has no group, or no group has two rows
   */
  NeighborGraph build(CategoryColumn groups) {
    int[][] members = members(groups);
    List<Integer> small = new ArrayList<>();
    Part[] parts = new Part[members.length];
    for (int g = 0; g < members.length; g++) {
      if (members[g].length > SMALL) {
        parts[g] = build(members[g], workers, progress);
      } else {
        small.add(g);
      }
    }
    progress.phase("small groups");
    small.sort(Comparator.comparingInt((Integer g) -> members[g].length).reversed());
    workers.forRanges(
        small.size(),
        GRAIN,
        (worker, from, to) -> {
          try (Workers alone = new Workers(1)) {
            for (int group : small.subList(from, to)) {
              parts[group] = build(members[group], alone, Progress.SILENT);
            }
          }
        });
    return unite(members, parts);
  }

  private int[][] members(CategoryColumn groups) {
    int[] sizes = new int[groups.names().size()];
    for (int row = 0; row < block.rows(); row++) {
      int group = groups.codes()[row];
      if (group == CategoryColumn.MISSING) {
        throw new DataException(
            "Row %s of table vectors has no value in column %s, but neighbours are sought within its groups: fill the column, or leave such rows out of the table."
                .formatted(block.ids().get(row), parameters.within().orElseThrow()));
      }
      sizes[group]++;
    }
    if (Arrays.stream(sizes).max().orElse(0) < 2) {
      throw new DataException(
          "Every row of table vectors has a value of its own in column %s, so that none has a neighbour within its group: name another column with knn-graph.within."
              .formatted(parameters.within().orElseThrow()));
    }
    int[][] members = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
    Arrays.fill(sizes, 0);
    for (int row = 0; row < block.rows(); row++) {
      int group = groups.codes()[row];
      members[group][sizes[group]++] = row;
    }
    return members;
  }

  private Part build(int[] rows, Workers threads, Progress told) {
    if (rows.length == 1) {
      return new Part(new NeighborGraph.Recall(1, 0, 1), true, 1, 0, 1, 0, 0);
    }
    int k = Math.min(parameters.k(), rows.length - 1);
    NeighborGraph graph =
        new NeighborGraphBuilder(block.select(rows), parameters.withK(k), seed, threads, told)
            .build();
    int last = 0;
    for (int i = 0; i < rows.length; i++) {
      int to = rows[i] * parameters.k();
      for (int rank = 0; rank < k; rank++) {
        neighbors[to + rank] = rows[graph.neighbors()[i * k + rank]];
        distances[to + rank] = graph.distances()[i * k + rank];
      }
      cells[rows[i]] = graph.cells()[i];
      last = Math.max(last, graph.cells()[i]);
    }
    return new Part(
        within(graph.recall(), rows),
        graph.isExact(),
        rows.length,
        graph.duplicateRows(),
        last + 1,
        graph.memoryBytes(),
        graph.passes());
  }

  /** Returns a group's recall with its rows by their index in the table. */
  private static NeighborGraph.Recall within(NeighborGraph.Recall recall, int[] rows) {
    return new NeighborGraph.Recall(
        recall.value(),
        recall.standardError(),
        recall.queries(),
        recall.checks().stream()
            .map(check -> new NeighborGraph.Check(rows[check.row()], check.measure()))
            .toList());
  }

  private NeighborGraph unite(int[][] members, Part[] parts) {
    double n = block.rows();
    double recall = 0;
    double variance = 0;
    int queries = 0;
    int duplicates = 0;
    int cell = 0;
    int passes = 0;
    long memoryBytes = 0;
    boolean isExact = true;
    List<NeighborGraph.Check> checks = new ArrayList<>();
    for (int g = 0; g < parts.length; g++) {
      Part part = parts[g];
      double weight = part.rows() / n;
      recall += weight * part.recall().value();
      variance += Math.pow(weight * part.recall().standardError(), 2);
      queries += part.recall().queries();
      duplicates += part.duplicateRows();
      isExact &= part.isExact();
      passes = Math.max(passes, part.passes());
      memoryBytes = Math.max(memoryBytes, part.memoryBytes());
      checks.addAll(part.recall().checks());
      for (int row : members[g]) {
        cells[row] += cell;
      }
      cell += part.cells();
    }
    return new NeighborGraph(
        parameters.k(),
        neighbors,
        distances,
        cells,
        isExact,
        // Weights add up to 1 but for rounding.
        new NeighborGraph.Recall(
            isExact ? 1 : Math.min(1, recall), Math.sqrt(variance), queries, checks),
        duplicates,
        block.rows() - duplicates,
        memoryBytes + (long) Integer.BYTES * 2 * neighbors.length,
        0,
        passes);
  }
}
