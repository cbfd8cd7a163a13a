package io.geodesy.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a partition holds, as Spark's functions take and give it. */
public final class PartitionItems {
  private PartitionItems() {}

  /** Returns the only item of a partition. */
  public static <T> Iterator<T> one(T item) {
    return List.of(item).iterator();
  }

  /** Adds up arrays of equal length, one or more, in their order: into the first of them. */
  public static double[] sum(List<double[]> parts) {
    double[] total = parts.get(0);
    for (double[] part : parts.subList(1, parts.size())) {
      for (int i = 0; i < total.length; i++) {
        total[i] += part[i];
      }
    }
    return total;
  }

  /** Returns all items of a partition, in their order. */
  public static <T> List<T> list(Iterator<T> items) {
    List<T> all = new ArrayList<>();
    items.forEachRemaining(all::add);
    return all;
  }
}
