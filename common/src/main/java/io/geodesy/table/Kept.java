package io.geodesy.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * What the executors keep once it is computed, on disk where memory is short, until it is let go.
 */
public final class Kept implements AutoCloseable {
  private final List<JavaRDD<?>> all = new ArrayList<>();

  /**
   * Keeps what is computed from now on.
   *
   * @param <T> an item
   */
  public <T> JavaRDD<T> keep(JavaRDD<T> items) {
    JavaRDD<T> kept = items.map(item -> item).persist(StorageLevel.MEMORY_AND_DISK());
    all.add(kept);
    return kept;
  }

  /** Lets go of what was kept. */
  public void drop(JavaRDD<?> kept) {
    all.remove(kept);
    kept.unpersist();
  }

  /** Lets go of everything else. */
  public void dropAllBut(JavaRDD<?> kept) {
    all.remove(kept);
    close();
    all.add(kept);
  }

  @Override
  public void close() {
    all.forEach(JavaRDD::unpersist);
    all.clear();
  }
}
