package io.geodesy.kernel;

import java.util.Arrays;

/**
 * Disjoint sets of the elements 0 .. n-1, by union by size and path halving.
 *
 * <p>Cost: {@code 8 n} bytes; a series of m operations takes {@code O(m alpha(n))} (Tarjan, Van
 * Leeuwen: Worst-case analysis of set union algorithms, Journal of the ACM 1984). Which element
 * represents a set depends only on the order of the unions; of two sets of one size the smaller
 * representative stays. Not safe for several threads.
 */
public final class UnionFind {
  private final int[] parents;
  private final int[] sizes;
  private int sets;

  /**
   * n sets of one element.
   *
   * @param n elements
   */
  public UnionFind(int n) {
    parents = new int[n];
    sizes = new int[n];
    for (int i = 0; i < n; i++) {
      parents[i] = i;
      sizes[i] = 1;
    }
    sets = n;
  }

  /** Returns the representative of the set an element is in. */
  public int find(int element) {
    int at = element;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /**
   * Joins the sets of two elements.
   *
   * @return the representative of the joined set
   */
  public int union(int a, int b) {
    int rootA = find(a);
    int rootB = find(b);
    if (rootA == rootB) {
      return rootA;
    }
    boolean keepsA = sizes[rootA] > sizes[rootB] || (sizes[rootA] == sizes[rootB] && rootA < rootB);
    int kept = keepsA ? rootA : rootB;
    int lost = keepsA ? rootB : rootA;
    parents[lost] = kept;
    sizes[kept] += sizes[lost];
    sets--;
    return kept;
  }

  /** Returns whether two elements are in one set. */
  public boolean isJoined(int a, int b) {
    return find(a) == find(b);
  }

  /** Returns the number of elements in the set of an element. */
  public int size(int element) {
    return sizes[find(element)];
  }

  /** Returns the number of sets. */
  public int sets() {
    return sets;
  }

  /**
   * Returns for every element a number of its set: sets are numbered from 0 in the order of their
   * smallest element.
   */
  public int[] labels() {
    int[] labels = new int[parents.length];
    int[] numberOf = new int[parents.length];
    Arrays.fill(numberOf, -1);
    int next = 0;
    for (int i = 0; i < labels.length; i++) {
      int root = find(i);
      if (numberOf[root] < 0) {
        numberOf[root] = next++;
      }
      labels[i] = numberOf[root];
    }
    return labels;
  }
}
