package io.geodesy.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;

/**
 * Brings what tasks make into the driver: as it is where a task runs in the driver's own process,
 * as {@code local[*]} does, and serialised from any other.
 *
 * <p>Spark serialises a result twice before the driver reads it, so that a table collected in one
 * process is there four times at a time. Here it is there once.
 */
public final class Handover {
  /** Tells this process from others. */
  private static final String PROCESS = UUID.randomUUID().toString();

  /** What tasks of this process left, by the call that waits for it and the task's attempt. */
  private static final Map<String, Map<Long, List<?>>> LEFT = new ConcurrentHashMap<>();

  private Handover() {}

  /**
   * Returns all items in the order of the partitions, as {@code collect} does.
   *
   * @param items that nobody changes any more
   * @param <T> an item
   */
  public static <T extends Serializable> List<T> collect(JavaRDD<T> items) {
    String process = PROCESS;
    String call = UUID.randomUUID().toString();
    LEFT.put(call, new ConcurrentHashMap<>());
    try {
      List<Parcel<T>> parcels =
          items
              .mapPartitions(made -> List.of(Parcel.pack(process, call, made)).iterator())
              .collect();
      List<T> all = new ArrayList<>();
      for (Parcel<T> parcel : parcels) {
        all.addAll(parcel.open(call));
      }
      return all;
    } finally {
      LEFT.remove(call);
    }
  }

  /** Returns the calls that wait for tasks of this process. */
  static int waiting() {
    return LEFT.size();
  }

  /** What one attempt at a partition made, or under which number it was left. */
  record Parcel<T extends Serializable>(long attempt, ArrayList<T> sent) implements Serializable {
    static <T extends Serializable> Parcel<T> pack(String process, String call, Iterator<T> made) {
      ArrayList<T> list = new ArrayList<>();
      made.forEachRemaining(list::add);
      // An attempt that nobody waits for any more finds no place to leave anything.
      Map<Long, List<?>> place = process.equals(PROCESS) ? LEFT.get(call) : null;
      if (place == null) {
        return new Parcel<>(-1, list);
      }
      long attempt = TaskContext.get().taskAttemptId();
      place.put(attempt, list);
      return new Parcel<>(attempt, null);
    }

    @SuppressWarnings("unchecked")
    List<T> open(String call) {
      return sent != null ? sent : (List<T>) LEFT.get(call).remove(attempt);
    }
  }
}
