package io.geodesy.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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

  /**
   * Returns what is made of kept items and lets go of them itself; they are let go here if it
   * cannot be made, for whatever reason.
   *
   * @param <T> what is made
   */
  public static <T> T by(Function<Kept, T> making) {
    Kept kept = new Kept();
    T made = null;
    try {
      made = making.apply(kept);
      return made;
    } finally {
      if (made == null) {
        kept.close();
      }
    }
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
