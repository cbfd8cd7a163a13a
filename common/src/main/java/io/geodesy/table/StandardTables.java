package io.geodesy.table;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.FLOATS;
import static io.geodesy.table.ColumnType.ID;
import static io.geodesy.table.ColumnType.IDS;
import static io.geodesy.table.ColumnType.INT;
import static io.geodesy.table.ColumnType.STRING;

/**
 * The tables in which analyses meet. A table that only one analysis writes and nobody else reads
 * lives in its package.
 */
public final class StandardTables {
  /**
   * The input, after its reader: further columns ({@code label}, {@code group}, ...) may follow.
   */
  public static final TableContract VECTORS =
      TableContract.of(
          "vectors",
          "The embedding table: one row an item.",
          Column.of("id", ID, "row id, unique"),
          Column.of("vector", FLOATS, "the embedding, every row of the same length"));

  /** The k-nearest-neighbour graph. */
  public static final TableContract NEIGHBORS =
      TableContract.of(
          "neighbors",
          "The k nearest neighbours of every row.",
          Column.of("id", ID, "row id"),
          Column.of(
              "neighbor_ids",
              IDS,
              "ids of the k nearest other rows, nearest first, ties by id; fewer where knn-graph.within leaves fewer"),
          Column.of(
              "distances",
              FLOATS,
              "their distances, ascending, in the unit of the metric; cosine as the chord sqrt(2(1-cos)), inner product as sqrt(2(1-<x,y>/(|x| M))) with M the largest norm"),
          Column.of("cell", INT, "locality: rows of one cell are near each other"));

  /** The nearest rows of a second table. */
  public static final TableContract JOINED_NEIGHBORS =
      TableContract.of(
          "joined_neighbors",
          "The k nearest rows of a second table, the corpus, for every row.",
          Column.of("id", ID, "row id"),
          Column.of(
              "neighbor_ids",
              IDS,
              "ids of the k nearest rows of the corpus, nearest first, ties by id; of the corpus' id"
                  + " type"),
          Column.of(
              "distances",
              FLOATS,
              "their distances, ascending, in the unit of the metric; cosine as the chord sqrt(2(1-cos)), inner product as sqrt(2(1-<x,y>/(|x| M))) with M the largest norm of both tables"));

  /** The diffusion operator, a row a vertex. */
  public static final TableContract OPERATOR =
      TableContract.of(
          "operator",
          "What the diffusion operator knows of every row.",
          Column.of("id", ID, "row id"),
          Column.of("cell", INT, "locality, as in neighbors"),
          Column.of("degree", DOUBLE, "row sum of the alpha-normalised kernel"),
          Column.of(
              "bandwidth",
              DOUBLE,
              "distance to the bandwidth-k-th neighbour, after flooring; sqrt(eps) rho of the variable kernel, sigma of the fuzzy one"),
          Column.of(
              "density",
              DOUBLE,
              "row sum of the kernel before normalisation, over rho^m where the kernel is variable"),
          Column.of("component", INT, "connected component, 0 is the largest"));

  /** Eigenvalues of the diffusion operator. */
  public static final TableContract EIGENVALUES =
      TableContract.of(
          "eigenvalues",
          "The leading spectrum of the diffusion operator.",
          Column.of("component", INT, "connected component, 0 is the largest"),
          Column.of("rank", INT, "0 is the largest eigenvalue"),
          Column.of("eigenvalue", DOUBLE, "of the symmetric normalised operator, at most 1"),
          Column.of("residual", DOUBLE, "norm of T v - lambda v for the unit vector v"),
          Column.of(
              "iterations",
              INT,
              "operator products, counted in single vectors, that the component took"),
          Column.nullable(
              "laplacian_eigenvalue",
              DOUBLE,
              "(1 - eigenvalue) / eps; null where the kernel has no eps"));

  /** Diffusion coordinates. */
  public static final TableContract COORDINATES =
      TableContract.of(
          "coordinates",
          "Diffusion coordinates of every row.",
          Column.of("id", ID, "row id"),
          Column.of("component", INT, "connected component, 0 is the largest"),
          Column.nullable(
              "coordinates",
              FLOATS,
              "lambda^t psi without the constant one; null in components too small to solve"));

  /** Cluster membership. */
  public static final TableContract CLUSTERS =
      TableContract.of(
          "clusters",
          "The cluster of every row.",
          Column.of("id", ID, "row id"),
          Column.of("cluster", INT, "0 is the largest cluster; -1 is noise"),
          Column.of("strength", DOUBLE, "membership strength in [0, 1]; 0 for noise"),
          Column.nullable(
              "outlier_score",
              DOUBLE,
              "in [0, 1]: GLOSH for hdbscan, the share of squared length outside the subspace for"
                  + " k-subspaces, else how much sparser the row's surroundings are than its"
                  + " neighbours'"));

  /** One row a cluster. */
  public static final TableContract CLUSTER_STATISTICS =
      TableContract.of(
          "cluster_statistics",
          "One row a cluster.",
          Column.of("cluster", INT, "as in clusters; -1 is noise"),
          Column.of("size", BIGINT, "rows"),
          Column.nullable(
              "cohesion",
              DOUBLE,
              "share of the members' neighbours that are in the same cluster; null for noise"),
          Column.nullable(
              "mean_neighbor_distance", DOUBLE, "mean distance of a member to its neighbours"),
          Column.nullable("mean_strength", DOUBLE, "mean membership strength; null for noise"),
          Column.nullable(
              "silhouette_squared",
              DOUBLE,
              "mean silhouette under squared Euclidean distance (MLlib); null where it is undefined"),
          Column.nullable("exemplar_ids", IDS, "the most central rows, best first; null for noise"),
          Column.nullable("majority_label", STRING, "the commonest label; null without labels"),
          Column.nullable(
              "majority_share", DOUBLE, "its share of the labelled rows; null without labels"),
          Column.nullable(
              "stability",
              DOUBLE,
              "mean over samples of the rows of the Jaccard similarity with the most similar cluster of the sample; null for noise and without stability-samples"));

  /** The common long form. */
  public static final TableContract STATISTICS =
      TableContract.of(
          "statistics",
          "Every scalar any analysis found, in long form.",
          Column.of("analysis", STRING, "who says so"),
          Column.nullable("group", STRING, "null for the whole table"),
          Column.of("metric", STRING, "name of the statistic"),
          Column.nullable("value", DOUBLE, "null where it is undefined; the note says why"),
          Column.nullable("low", DOUBLE, "lower end of the interval, or null"),
          Column.nullable("high", DOUBLE, "upper end of the interval, or null"),
          Column.of("n", BIGINT, "rows the value stands on"),
          Column.nullable("note", STRING, "variant, guard or reason"));

  private StandardTables() {}
}
