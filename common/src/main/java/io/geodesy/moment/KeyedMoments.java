package io.geodesy.moment;

import io.geodesy.kernel.Workers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/**
 * The {@link Moments} of every key of a table in one pass and one job, whatever the number of keys;
 * what is wanted of them is computed where they are folded, so that a thousand eigenproblems use
 * all cores and no matrix reaches the driver.
 *
 * <p>Cost: {@code n dim^2} multiply-adds; a task holds the states of the keys it meets up to
 * {@value #BUDGET} bytes and hands them on when that is full. Shuffle: {@code 4 dim^2} bytes for
 * every key and partition that has rows of it. The fold takes one state at a time.
 *
 * <p>Determinism class D1: rows are added in the order of their partition and states folded in the
 * order of partitions, so that the same partitions give the same bits; other partitions agree to
 * rounding, about 1e-15 relative.
 */
public final class KeyedMoments {
  private static final long BUDGET = 256L << 20;
  private static final int STRIP = 256;

  private KeyedMoments() {}

  /**
   * What was found for one key.
   *
   * @param key of the rows
   * @param value computed from their moments
   * @param <T> its type
   */
  public record Keyed<T extends Serializable>(String key, T value) implements Serializable {}

  /**
   * Computes something from the moments of every key.
   *
   * @param rows columns key (STRING) and vector (ARRAY of FLOAT), in this order and never null
   * @param dim length of every vector
   * @param finish runs on the executors, once a key
   * @return one a key, ascending by key
   */
  public static <T extends Serializable> List<Keyed<T>> collect(
      Dataset<Row> rows, int dim, Function<Moments, T> finish) {
    JavaRDD<Tuple2<Part, Moments>> states =
        rows.queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitionsWithIndex((index, part) -> new States(index, part, dim), true);
    int tasks = rows.sparkSession().sparkContext().defaultParallelism();
    List<Keyed<T>> found =
        new ArrayList<>(
            JavaPairRDD.fromJavaRDD(states)
                .repartitionAndSortWithinPartitions(new ByKey(tasks))
                .mapPartitions(parts -> new Fold<>(parts, finish))
                .collect());
    found.sort(Comparator.comparing(Keyed::key));
    return found;
  }

  /** A state's place in the fold. */
  private record Part(String key, int partition, int sequence)
      implements Serializable, Comparable<Part> {
    private static final Comparator<Part> ORDER =
        Comparator.comparing(Part::key)
            .thenComparingInt(Part::partition)
            .thenComparingInt(Part::sequence);

    @Override
    public int compareTo(Part other) {
      return ORDER.compare(this, other);
    }
  }

  private static final class ByKey extends Partitioner {
    private final int tasks;

    private ByKey(int tasks) {
      this.tasks = tasks;
    }

    @Override
    public int numPartitions() {
      return tasks;
    }

    @Override
    public int getPartition(Object part) {
      return Math.floorMod(((Part) part).key().hashCode(), tasks);
    }
  }

  /** Reads a partition and hands on the states of its keys whenever they fill the budget. */
  private static final class States implements Iterator<Tuple2<Part, Moments>> {
    private final int partition;
    private final Iterator<InternalRow> rows;
    private final int dim;
    private final int most;
    private final TreeMap<String, State> open = new TreeMap<>();
    private boolean isHandingOn;
    private int sequence;

    States(int partition, Iterator<InternalRow> rows, int dim) {
      this.partition = partition;
      this.rows = rows;
      this.dim = dim;
      long bytes = 2 * 8L * dim * dim + 4L * STRIP * dim;
      this.most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, BUDGET / bytes));
    }

    @Override
    public boolean hasNext() {
      return !open.isEmpty() || rows.hasNext();
    }

    @Override
    public Tuple2<Part, Moments> next() {
      if (!isHandingOn || open.isEmpty()) {
        read();
      }
      isHandingOn = true;
      Map.Entry<String, State> first = open.pollFirstEntry();
      Part part = new Part(first.getKey(), partition, sequence++);
      return new Tuple2<>(part, first.getValue().close());
    }

    private void read() {
      while (rows.hasNext() && open.size() <= most) {
        InternalRow row = rows.next();
        open.computeIfAbsent(row.getUTF8String(0).toString(), key -> new State(dim))
            .add(row.getArray(1).toFloatArray());
      }
    }
  }

  /** The rows of one key as they come. */
  private static final class State {
    private final int dim;
    private final float[] strip;
    private int filled;
    private Moments moments;

    private State(int dim) {
      this.dim = dim;
      this.strip = new float[STRIP * dim];
    }

    void add(float[] vector) {
      System.arraycopy(vector, 0, strip, filled * dim, dim);
      if (++filled == STRIP) {
        close();
      }
    }

    Moments close() {
      if (filled > 0) {
        try (Workers alone = new Workers(1)) {
          Moments more = Moments.of(strip, 0, filled, dim, alone);
          moments = moments == null ? more : moments.merge(more);
        }
        filled = 0;
      }
      return moments;
    }
  }

  /** Folds states that come sorted by key and then by place. */
  private static final class Fold<T extends Serializable> implements Iterator<Keyed<T>> {
    private final Iterator<Tuple2<Part, Moments>> states;
    private final Function<Moments, T> finish;
    private Tuple2<Part, Moments> ahead;

    Fold(Iterator<Tuple2<Part, Moments>> states, Function<Moments, T> finish) {
      this.states = states;
      this.finish = finish;
      this.ahead = states.hasNext() ? states.next() : null;
    }

    @Override
    public boolean hasNext() {
      return ahead != null;
    }

    @Override
    public Keyed<T> next() {
      String key = ahead._1().key();
      Moments sum = ahead._2();
      ahead = states.hasNext() ? states.next() : null;
      while (ahead != null && ahead._1().key().equals(key)) {
        sum = sum.merge(ahead._2());
        ahead = states.hasNext() ? states.next() : null;
      }
      return new Keyed<>(key, finish(sum));
    }

    private T finish(Moments sum) {
      try {
        return finish.call(sum);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        // Spark's functions may throw anything checked.
        throw new IllegalStateException("A function of moments failed", e);
      }
    }
  }
}
