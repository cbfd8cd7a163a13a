package io.geodesy.jobs.knn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Merges lists of one row from several blocks: the k smallest by (distance, id), each neighbour
 * once. A neighbour has the same distance in every block, so that the order of the lists does not
 * matter and merging merged lists gives what merging all at once does.
 */
final class ListMerge {
  private ListMerge() {}

  /** A neighbour with its distance. */
  private record Neighbor(float distance, Object id) implements Comparable<Neighbor> {
    @Override
    public int compareTo(Neighbor other) {
      int order = Float.compare(distance, other.distance);
      return order != 0 ? order : compareIds(id, other.id);
    }
  }

  static int compareIds(Object a, Object b) {
    return a instanceof Long number
        ? Long.compare(number, (Long) b)
        : ((UTF8String) a).compareTo((UTF8String) b);
  }

  /**
   * Merges.
   *
   * @param lists at least one, all of one row
   * @param k neighbours kept
   */
  static ListChunk.Entry merge(List<ListChunk.Entry> lists, int k) {
    List<Neighbor> all = new ArrayList<>();
    int cell = ListChunk.ELSEWHERE;
    boolean isCopy = false;
    for (ListChunk.Entry list : lists) {
      cell = Math.max(cell, list.cell());
      isCopy |= list.isCopy();
      for (int rank = 0; rank < list.neighbors().length; rank++) {
        all.add(new Neighbor(list.distances()[rank], list.neighbors()[rank]));
      }
    }
    all.sort(null);
    Object[] neighbors = new Object[Math.min(k, all.size())];
    float[] distances = new float[neighbors.length];
    int size = 0;
    for (int i = 0; i < all.size() && size < neighbors.length; i++) {
      if (size == 0 || !all.get(i).id.equals(neighbors[size - 1])) {
        neighbors[size] = all.get(i).id;
        distances[size++] = all.get(i).distance;
      }
    }
    return new ListChunk.Entry(
        lists.get(0).id(),
        cell,
        isCopy,
        Arrays.copyOf(neighbors, size),
        Arrays.copyOf(distances, size));
  }
}
