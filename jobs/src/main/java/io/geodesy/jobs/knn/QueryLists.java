package io.geodesy.jobs.knn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The nearest rows of each query found so far, by (distance, id). Merging keeps the k least of two,
 * so that parts of a table may be taken in any order.
 */
final class QueryLists implements Serializable {
  /**
   * A row near a query.
   *
   * @param distance exact
   * @param id Long or UTF8String
   * @param blocks of the row, under every routing asked for
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Near(float distance, Object id, int[][] blocks) implements Serializable, Comparable<Near> {
    @Override
    public int compareTo(Near other) {
      int order = Float.compare(distance, other.distance);
      return order != 0 ? order : ListMerge.compareIds(id, other.id);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Near that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  private final int k;
  private final Near[][] lists;
  private final int[] sizes;

  /**
   * Empty lists.
   *
   * @param queries how many
   * @param k length of a full list
   */
  QueryLists(int queries, int k) {
    this.k = k;
    this.lists = new Near[queries][k];
    this.sizes = new int[queries];
  }

  int queries() {
    return sizes.length;
  }

  int size(int query) {
    return sizes[query];
  }

  Near near(int query, int rank) {
    return lists[query][rank];
  }

  /** Returns the distance beyond which a list takes nothing, infinity while it is not full. */
  float limit(int query) {
    return sizes[query] == k ? lists[query][k - 1].distance() : Float.POSITIVE_INFINITY;
  }

  /** Returns whether a list would take a row. */
  boolean takes(int query, float distance, Object id) {
    return sizes[query] < k
        || lists[query][k - 1].compareTo(new Near(distance, id, new int[0][])) > 0;
  }

  /** Offers a row that the list does not hold. */
  void offer(int query, Near near) {
    Near[] list = lists[query];
    if (sizes[query] == k) {
      if (list[k - 1].compareTo(near) <= 0) {
        return;
      }
    } else {
      sizes[query]++;
    }
    int at = sizes[query] - 1;
    for (; at > 0 && list[at - 1].compareTo(near) > 0; at--) {
      list[at] = list[at - 1];
    }
    list[at] = near;
  }

  /** Adds the blocks of a row to a list, if it still holds it. */
  void tell(int query, Object id, int[][] blocks) {
    for (int rank = 0; rank < sizes[query]; rank++) {
      Near near = lists[query][rank];
      if (near.id().equals(id)) {
        lists[query][rank] = new Near(near.distance(), id, blocks);
      }
    }
  }

  /** Returns the lists of two parts of a table together. */
  QueryLists merge(QueryLists other) {
    QueryLists merged = new QueryLists(queries(), k);
    for (int q = 0; q < queries(); q++) {
      merged.lists[q] = Arrays.copyOf(lists[q], k);
      merged.sizes[q] = sizes[q];
      for (int rank = 0; rank < other.sizes[q]; rank++) {
        merged.offer(q, other.lists[q][rank]);
      }
    }
    return merged;
  }
}
