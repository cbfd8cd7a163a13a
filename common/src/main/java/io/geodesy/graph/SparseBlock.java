package io.geodesy.graph;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some rows of a symmetric sparse matrix as one executor holds them, as compressed rows.
 *
 * <p>Invariants: vertices are own rows and the ghosts that their entries name, and entries of a row
 * ascend by number, so that a row is summed in the order of {@link SparseRows}. An entry of two
 * blocks stands in both, so that what one sends another follows from the ghosts. Memory: 8 bytes an
 * entry, 8 a vertex, 4 a row sent. A hub row is not split: its entries are as many as the rows it
 * is joined with.
 *
 * @param halo what it shares with other blocks
 * @param vertices numbers of own rows and ghosts; ascending, but for what {@link #among} gives
 * @param offsets {@code rows + 1}; own row i is {@code [offsets[i], offsets[i + 1])}
 * @param columns vertices
 * @param weights one an entry, none zero
 */
@SuppressWarnings("ArrayRecordComponent")
public record SparseBlock(Halo halo, int[] vertices, int[] offsets, int[] columns, float[] weights)
    implements Serializable {

  /**
   * Makes the weights of listed pairs symmetric, as {@link SparseRows#symmetrize}.
   *
   * @param block whose own rows the block gets
   * @param directed the weight of each listed neighbour
   * @param told by other blocks whose rows list own rows
   * @param rule for the two weights of a pair
   * @param diagonal the weight of every row with itself
   */
  static SparseBlock symmetrize(
      NeighborBlock block,
      double[] directed,
      List<ListedPairs> told,
      Symmetrization rule,
      double diagonal) {
    int[] all =
        IntStream.concat(
                Arrays.stream(block.vertices()),
                told.stream().flatMapToInt(t -> Arrays.stream(t.listers())))
            .sorted()
            .distinct()
            .toArray();
    int[] places = places(block.vertices(), all);
    int[] owners = new int[all.length];
    int[] known = block.halo().owners();
    for (int v = 0; v < known.length; v++) {
      owners[places[v]] = known[v];
    }
    int[] offsets = new int[all.length + 1];
    for (int i = 0; i < block.rows(); i++) {
      offsets[places[block.own()[i]] + 1] = block.degree(i);
    }
    for (ListedPairs some : told) {
      for (int lister : some.listers()) {
        int at = Arrays.binarySearch(all, lister);
        owners[at] = some.source();
        offsets[at + 1]++;
      }
    }
    for (int v = 0; v < all.length; v++) {
      offsets[v + 1] = Math.addExact(offsets[v], offsets[v + 1]);
    }
    int[] neighbors = new int[offsets[all.length]];
    double[] weights = new double[neighbors.length];
    int[] filled = Arrays.copyOf(offsets, all.length);
    for (int i = 0; i < block.rows(); i++) {
      int row = places[block.own()[i]];
      for (int e = block.offsets()[i]; e < block.offsets()[i + 1]; e++) {
        neighbors[filled[row]] = places[block.neighbors()[e]];
        weights[filled[row]++] = directed[e];
      }
    }
    for (ListedPairs some : told) {
      for (int p = 0; p < some.count(); p++) {
        int at = filled[Arrays.binarySearch(all, some.listers()[p])]++;
        neighbors[at] = Arrays.binarySearch(all, some.rows()[p]);
        weights[at] = some.weights()[p];
      }
    }
    SparseRows rows =
        SparseRows.symmetrize(offsets, neighbors, weights, rule, Double.MIN_NORMAL, diagonal);
    int[] own = Arrays.stream(block.own()).map(v -> places[v]).toArray();
    return of(block.index(), block.halo().blocks(), all, owners, own, rows);
  }

  /**
   * Cuts a matrix into ranges of rows.
   *
   * @param rows numbered by their places
   * @param bounds where ranges begin, and last the number of rows
   */
  public static List<SparseBlock> cut(SparseRows rows, int[] bounds) {
    int[] all = IntStream.range(0, rows.rows()).toArray();
    int[] owners = new int[all.length];
    for (int b = 0; b + 1 < bounds.length; b++) {
      Arrays.fill(owners, bounds[b], bounds[b + 1], b);
    }
    return IntStream.range(0, bounds.length - 1)
        .mapToObj(
            b ->
                of(
                    b,
                    bounds.length - 1,
                    all,
                    owners,
                    Arrays.copyOfRange(all, bounds[b], bounds[b + 1]),
                    rows))
        .toList();
  }

  /**
   * Returns own rows of a matrix with what they need.
   *
   * @param index of the block
   * @param blocks how many there are
   * @param numbers of the rows of the matrix, ascending
   * @param owners the block of every row
   * @param own rows, ascending
   * @param rows among which entries of own rows are whole
   */
  private static SparseBlock of(
      int index, int blocks, int[] numbers, int[] owners, int[] own, SparseRows rows) {
    boolean[] isNeeded = new boolean[numbers.length];
    for (int row : own) {
      isNeeded[row] = true;
      for (int e = rows.offset(row); e < rows.offset(row + 1); e++) {
        isNeeded[rows.column(e)] = true;
      }
    }
    int[] kept = IntStream.range(0, numbers.length).filter(v -> isNeeded[v]).toArray();
    int[] places = new int[numbers.length];
    for (int v = 0; v < kept.length; v++) {
      places[kept[v]] = v;
    }
    int[] offsets = new int[own.length + 1];
    for (int i = 0; i < own.length; i++) {
      offsets[i + 1] = offsets[i] + rows.offset(own[i] + 1) - rows.offset(own[i]);
    }
    int[] columns = new int[offsets[own.length]];
    float[] weights = new float[columns.length];
    boolean[][] isSent = new boolean[blocks][];
    for (int i = 0; i < own.length; i++) {
      int at = offsets[i];
      for (int e = rows.offset(own[i]); e < rows.offset(own[i] + 1); e++) {
        columns[at] = places[rows.column(e)];
        weights[at++] = rows.weight(e);
        int owner = owners[rows.column(e)];
        if (owner != index) {
          isSent[owner] = isSent[owner] == null ? new boolean[own.length] : isSent[owner];
          isSent[owner][i] = true;
        }
      }
    }
    int[] vertices = Arrays.stream(kept).map(v -> numbers[v]).toArray();
    int[] keptOwners = Arrays.stream(kept).map(v -> owners[v]).toArray();
    Halo halo =
        new Halo(
            index,
            vertices.length,
            Arrays.stream(own).map(v -> places[v]).toArray(),
            Halo.ghosts(index, blocks, keptOwners),
            Arrays.stream(isSent).map(SparseBlock::chosen).toArray(int[][]::new));
    return new SparseBlock(halo, vertices, offsets, columns, weights);
  }

  private static int[] chosen(boolean[] isChosen) {
    return isChosen == null
        ? new int[0]
        : IntStream.range(0, isChosen.length).filter(i -> isChosen[i]).toArray();
  }

  /** Where ascending numbers stand among ascending numbers that hold them all. */
  private static int[] places(int[] some, int[] all) {
    int[] places = new int[some.length];
    int at = 0;
    for (int i = 0; i < some.length; i++) {
      while (all[at] < some[i]) {
        at++;
      }
      places[i] = at;
    }
    return places;
  }

  /** Returns the number of own rows. */
  public int rows() {
    return halo.rows();
  }

  /** Returns the entries of the row that has most. */
  public int longestRow() {
    return SparseRows.longest(offsets);
  }

  /** Returns the number of the block. */
  public int index() {
    return halo.index();
  }

  /** Returns the number of an own row among those of the matrix. */
  public int number(int row) {
    return vertices[halo.own()[row]];
  }

  /**
   * Computes the own rows of {@code y = K x}.
   *
   * @param x {@code vertices x width} row-major
   * @param y {@code rows x width} row-major, overwritten
   * @param width vectors in the block
   */
  public void multiply(double[] x, double[] y, int width) {
    SparseRows.multiply(offsets, columns, weights, x, y, width, 0, rows());
  }

  /**
   * Returns the block of the matrix among some rows, that no entry joins with others: first these
   * in their order, then the ghosts they need by the block that has them and in its order, so that
   * what one reads together stands together.
   *
   * @param rows own ones, distinct
   * @param places of all vertices among the rows that their block keeps; negative where it does not
   */
  public SparseBlock among(int[] rows, int[] places) {
    boolean[] isNeeded = new boolean[vertices.length];
    int[] keptOffsets = new int[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      keptOffsets[i + 1] = keptOffsets[i] + offsets[rows[i] + 1] - offsets[rows[i]];
      for (int e = offsets[rows[i]]; e < offsets[rows[i] + 1]; e++) {
        isNeeded[columns[e]] = true;
      }
    }
    int[] ghosts = halo.ghostsInOrder(isNeeded, places);
    int[] kept = new int[rows.length + ghosts.length];
    int[] renumbered = places.clone();
    for (int i = 0; i < rows.length; i++) {
      kept[i] = number(rows[i]);
    }
    for (int at = 0; at < ghosts.length; at++) {
      kept[rows.length + at] = vertices[ghosts[at]];
      renumbered[ghosts[at]] = rows.length + at;
    }
    int[] keptColumns = new int[keptOffsets[rows.length]];
    float[] keptWeights = new float[keptColumns.length];
    for (int i = 0; i < rows.length; i++) {
      int at = keptOffsets[i];
      for (int e = offsets[rows[i]]; e < offsets[rows[i] + 1]; e++) {
        keptColumns[at] = renumbered[columns[e]];
        keptWeights[at++] = weights[e];
      }
    }
    return new SparseBlock(
        halo.among(rows.length, isNeeded, places), kept, keptOffsets, keptColumns, keptWeights);
  }
}
