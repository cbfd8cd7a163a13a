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

  /** Returns all items of a partition, in their order. */
  public static <T> List<T> list(Iterator<T> items) {
    List<T> all = new ArrayList<>();
    items.forEachRemaining(all::add);
    return all;
  }
}
