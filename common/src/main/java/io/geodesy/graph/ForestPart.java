package io.geodesy.graph;

import io.geodesy.table.ByIndex;
import io.geodesy.table.Handover;
import io.geodesy.table.PartitionItems;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The minimum spanning forest of a part of the edges of a graph, as it travels: 16 bytes an edge.
 *
 * <p>An edge that is not in the forest of a part is not in that of the whole: it is the last, by
 * the order that breaks all ties, of a cycle of the part. So the forest of all edges is that of the
 * forests of the parts, which have fewer edges than vertices; no round of messages between the
 * parts is needed. Determinism class D0: the forest is unique.
 *
 * <p>Paper: Boruvka 1926, and the cycle property, Tarjan, Data structures and network algorithms,
 * 1983. Differs from the paper: instead of a round a doubling of the components, one of merging a
 * {@value #FAN_IN}-fold number of edges.
 *
 * @param from lower vertex of each edge
 * @param to higher vertex of each edge
 * @param weights of each edge, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record ForestPart(int[] from, int[] to, double[] weights) implements Serializable {
  /** Parts that one task merges. */
  private static final int FAN_IN = 16;

  /**
   * A forest found under other vertex numbers.
   *
   * @param vertices ascending: the number of every vertex of the forest
   */
  static ForestPart among(int[] vertices, MinimumSpanningForest forest) {
    int[] from = new int[forest.edges()];
    int[] to = new int[forest.edges()];
    for (int e = 0; e < from.length; e++) {
      from[e] = vertices[forest.from()[e]];
      to[e] = vertices[forest.to()[e]];
    }
    return new ForestPart(from, to, forest.weights());
  }

  /** Returns the forest of the edges of some parts. */
  static ForestPart merged(List<ForestPart> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    ForestPart all = concatenated(parts);
    int[] vertices = new int[2 * all.from.length];
    System.arraycopy(all.from, 0, vertices, 0, all.from.length);
    System.arraycopy(all.to, 0, vertices, all.from.length, all.to.length);
    Arrays.sort(vertices);
    int count = 0;
    for (int i = 0; i < vertices.length; i++) {
      if (i == 0 || vertices[i] != vertices[i - 1]) {
        vertices[count++] = vertices[i];
      }
    }
    int[] distinct = Arrays.copyOf(vertices, count);
    Arrays.setAll(all.from, e -> Arrays.binarySearch(distinct, all.from[e]));
    Arrays.setAll(all.to, e -> Arrays.binarySearch(distinct, all.to[e]));
    return among(
        distinct, MinimumSpanningForest.kruskal(distinct.length, all.from, all.to, all.weights));
  }

  /**
   * Merges the parts of a graph, on the executors while they are many; the driver gets no more than
   * {@value #FAN_IN} forests.
   *
   * @param parts one a partition, near ones near each other
   * @param vertices of the graph
   */
  public static MinimumSpanningForest merge(JavaRDD<ForestPart> parts, int vertices) {
    JavaRDD<ForestPart> current = parts;
    while (current.getNumPartitions() > FAN_IN) {
      int groups = (current.getNumPartitions() + FAN_IN - 1) / FAN_IN;
      current =
          JavaPairRDD.fromJavaRDD(
                  current.mapPartitionsWithIndex(
                      (index, own) ->
                          PartitionItems.one(
                              new Tuple2<>(index / FAN_IN, merged(PartitionItems.list(own)))),
                      false))
              .partitionBy(new ByIndex(groups))
              .values()
              .mapPartitions(group -> PartitionItems.one(merged(PartitionItems.list(group))));
    }
    ForestPart all = concatenated(Handover.collect(current));
    return MinimumSpanningForest.kruskal(vertices, all.from, all.to, all.weights);
  }

  private static ForestPart concatenated(List<ForestPart> parts) {
    int edges = Math.toIntExact(parts.stream().mapToLong(p -> p.from.length).sum());
    ForestPart all = new ForestPart(new int[edges], new int[edges], new double[edges]);
    int at = 0;
    for (ForestPart part : parts) {
      System.arraycopy(part.from, 0, all.from, at, part.from.length);
      System.arraycopy(part.to, 0, all.to, at, part.to.length);
      System.arraycopy(part.weights, 0, all.weights, at, part.weights.length);
      at += part.from.length;
    }
    return all;
  }
}
