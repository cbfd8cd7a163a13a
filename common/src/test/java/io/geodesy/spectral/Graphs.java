package io.geodesy.spectral;

import io.geodesy.graph.SparseRows;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Unit-weight graphs with known spectra, and random ones. */
final class Graphs {
  private Graphs() {}

  /** Undirected edges as pairs. */
  static SparseRows of(int n, List<int[]> edges) {
    List<List<Integer>> lists = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      lists.add(new ArrayList<>());
    }
    edges.forEach(e -> lists.get(e[0]).add(e[1]));
    int[] offsets = new int[n + 1];
    for (int i = 0; i < n; i++) {
      offsets[i + 1] = offsets[i] + lists.get(i).size();
    }
    int[] neighbors = lists.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    double[] weights = new double[neighbors.length];
    Arrays.fill(weights, 1);
    return SparseRows.symmetrize(offsets, neighbors, weights, Symmetrization.MAX, 0, 0);
  }

  static SparseRows ring(int n) {
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      edges.add(new int[] {i, (i + 1) % n});
    }
    return of(n, edges);
  }

  static SparseRows torus(int n, int m) {
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        edges.add(new int[] {i * m + j, (i + 1) % n * m + j});
        edges.add(new int[] {i * m + j, i * m + (j + 1) % m});
      }
    }
    return of(n * m, edges);
  }

  /** Returns the eigenvalues of the walk on a torus, descending: means of two cosines. */
  static double[] torusEigenvalues(int n, int m) {
    return IntStream.range(0, n * m)
        .mapToDouble(
            j ->
                -(Math.cos(2 * Math.PI * Math.floorDiv(j, m) / n)
                        + Math.cos(2 * Math.PI * (j % m) / m))
                    / 2)
        .sorted()
        .map(v -> -v)
        .toArray();
  }

  /** Returns the operator of a random graph whose bandwidths vary. */
  static DiffusionOperator variable(int n, Workers workers) {
    double[] rho = IntStream.range(0, n).mapToDouble(i -> 1 + 0.3 * Math.sin(i)).toArray();
    return DiffusionOperator.ofVariable(random(n, 6, 5), rho, 2, 0.5, workers);
  }

  static SparseRows hypercube(int dimension) {
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i < 1 << dimension; i++) {
      for (int bit = 0; bit < dimension; bit++) {
        if ((i >> bit & 1) == 0) {
          edges.add(new int[] {i, i | 1 << bit});
        }
      }
    }
    return of(1 << dimension, edges);
  }

  static SparseRows path(int n) {
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i + 1 < n; i++) {
      edges.add(new int[] {i, i + 1});
    }
    return of(n, edges);
  }

  static SparseRows complete(int n) {
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        edges.add(new int[] {i, j});
      }
    }
    return of(n, edges);
  }

  static SparseRows star(int n) {
    List<int[]> edges = new ArrayList<>();
    for (int i = 1; i < n; i++) {
      edges.add(new int[] {0, i});
    }
    return of(n, edges);
  }

  /** A connected random graph with random weights and a unit diagonal. */
  static SparseRows random(int n, int links, long seed) {
    int[] offsets = new int[n + 1];
    int[] neighbors = new int[n * links];
    double[] weights = new double[n * links];
    for (int i = 0; i < n; i++) {
      offsets[i + 1] = (i + 1) * links;
      neighbors[i * links] = (i + 1) % n;
      for (int j = 1; j < links; j++) {
        int other;
        do {
          other = (int) (SeededStream.uniform(seed + j, (long) i * 1000 + offsets[i]++) * n);
        } while (other == i || contains(neighbors, i * links, j, other));
        neighbors[i * links + j] = other;
      }
      offsets[i] = i * links;
      for (int j = 0; j < links; j++) {
        weights[i * links + j] = 0.05 + 0.95 * SeededStream.uniform(seed + 77, i * links + j);
      }
    }
    return SparseRows.symmetrize(offsets, neighbors, weights, Symmetrization.MEAN, 0, 1);
  }

  private static boolean contains(int[] values, int from, int count, int value) {
    for (int i = 0; i < count; i++) {
      if (values[from + i] == value) {
        return true;
      }
    }
    return false;
  }

  /** The keys of rows 0 .. n-1. */
  static long[] keys(int n) {
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      keys[i] = SeededStream.hash(42, i);
    }
    return keys;
  }
}
