package io.geodesy.spectral;

import io.geodesy.error.ConfigException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.Symmetrization;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/**
 * Diffusion coordinates of rows that were not there when the map was made, from the distances to
 * their nearest fitted rows.
 *
 * <p>A row x that lists fitted rows j gets the weights {@code w_xj} that a vertex of the graph
 * would have: its own width is the distance to its bandwidth-k-th neighbour, and j's opinion counts
 * where x is nearer to j than the last row of j's list. With {@code K~_xj = w_xj / (q_x q_j)^alpha}
 * and {@code P} its normalised row, the eigenvalue equation at x, {@code lambda psi(x) = P_xx
 * psi(x) + sum_j P_xj psi(j)}, is solved for psi(x); coordinates are psi up to a constant factor.
 * The fitted rows do not move. Where lambda is no greater than P_xx the equation says nothing, and
 * its divisor is kept away from zero, which draws the coordinate to zero.
 *
 * <p>Cost: {@code O(k components)} a row; the fitted arrays, {@code n (2 k + components + 6)}
 * words, in every process. Class D0: a row's coordinates depend on nothing but its own list.
 *
 * <p>Coifman and Lafon, Geometric harmonics, ACHA 2006; Bengio et al., Out-of-sample extensions,
 * NIPS 2003. Differs from the papers: the row's own weight, which the operator has, stays on the
 * left side of the equation, so that a fitted row whose links all stand in its list gets exactly
 * its coordinates.
 */
public final class NystromExtension implements Serializable {
  /** Coordinates grow by at most its inverse. */
  private static final double LEAST_DIVISOR = 0.1;

  private final Kernel kernel;
  private final Symmetrization symmetrization;
  private final int bandwidthK;
  private final double decay;
  private final double eps;
  private final double alpha;
  private final NeighborLists lists;
  private final Vertices vertices;
  private final double[][] eigenvalues;

  /**
   * What a fitted map knows of its rows, in the order of their ids.
   *
   * @param widths bandwidths
   * @param densities row sums of the kernel
   * @param components connected components
   * @param coordinates null where the component is too small
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Vertices(
      double[] widths, double[] densities, int[] components, float[][] coordinates)
      implements Serializable {}

  /**
   * Where a row belongs.
   *
   * @param component of the neighbours that weigh most
   * @param coordinates null where the component has none, or no neighbour is near enough to weigh
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Extended(int component, double[] coordinates) {}

  /**
   * An extension of a fitted map.
   *
   * @param settings of its kernel, with bandwidth-k and, where the kernel has one, eps
   * @param alpha exponent of the density
   * @param lists its graph
   * @param vertices its rows
   * @param eigenvalues of every solved component, the constant one first
   * @throws ConfigException for the variable and the fuzzy kernel, whose weights need more than
   *     distances
   */
  public NystromExtension(
      KernelSettings settings,
      double alpha,
      NeighborLists lists,
      Vertices vertices,
      double[][] eigenvalues) {
    this.kernel = settings.kernel();
    if (kernel == Kernel.VARIABLE || kernel == Kernel.FUZZY) {
      throw new ConfigException(
          "kernel is %s, which cannot place rows that were not fitted: fit them too, or take kernel decay, fixed, self-tuned, exponential or cosine."
              .formatted(kernel.name().toLowerCase(Locale.ROOT)));
    }
    this.symmetrization = settings.symmetrization();
    this.bandwidthK = settings.bandwidthK().orElseThrow();
    this.decay = settings.decay();
    this.eps = settings.eps().orElse(1);
    this.alpha = alpha;
    this.lists = lists;
    this.vertices = vertices;
    this.eigenvalues = eigenvalues;
  }

  /**
   * Places a row.
   *
   * @param neighbors indices of fitted rows, nearest first, at least one
   * @param distances to them, ascending
   */
  public Extended extend(int[] neighbors, float[] distances) {
    double[] weights = weights(neighbors, distances);
    int component = heaviest(neighbors, weights);
    double density = 1;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = vertices.components()[neighbors[i]] == component ? weights[i] : 0;
      density += weights[i];
    }
    boolean isSolved = component < eigenvalues.length && density > 1;
    return new Extended(
        component, isSolved ? solve(neighbors, weights, density, eigenvalues[component]) : null);
  }

  private double[] solve(int[] neighbors, double[] weights, double density, double[] spectrum) {
    double own = Math.pow(density, -2 * alpha);
    double total = own;
    double[] walk = new double[weights.length];
    for (int i = 0; i < walk.length; i++) {
      walk[i] = weights[i] * Math.pow(density * vertices.densities()[neighbors[i]], -alpha);
      total += walk[i];
    }
    double stay = own / total;
    double[] coordinates = new double[spectrum.length - 1];
    for (int c = 0; c < coordinates.length; c++) {
      double sum = 0;
      for (int i = 0; i < walk.length; i++) {
        if (walk[i] > 0) {
          sum += walk[i] / total * vertices.coordinates()[neighbors[i]][c];
        }
      }
      double divisor = spectrum[c + 1] - stay;
      coordinates[c] =
          sum
              / (Math.abs(divisor) < LEAST_DIVISOR
                  ? Math.copySign(LEAST_DIVISOR, divisor)
                  : divisor);
    }
    return coordinates;
  }

  private double[] weights(int[] neighbors, float[] distances) {
    // a row of copies alone has no width of its own, and needs none
    float reach = Bandwidths.beforeFloor(distances, 0, distances.length, bandwidthK);
    double width = Math.max(reach, Float.MIN_NORMAL);
    double smallest = DirectedWeights.smallest(kernel);
    double[] weights = new double[neighbors.length];
    for (int i = 0; i < weights.length; i++) {
      int j = neighbors[i];
      double d = distances[i];
      double other = vertices.widths()[j];
      double forth = d == 0 ? 1 : kernel.weight(d, width, other, decay, eps);
      double back = d == 0 ? 1 : kernel.weight(d, other, width, decay, eps);
      boolean isListed = lists.degree(j) > 0 && d <= lists.distances()[lists.offsets()[j + 1] - 1];
      weights[i] =
          symmetrization.combine(
              forth < smallest ? 0 : forth, !isListed || back < smallest ? 0 : back);
    }
    return weights;
  }

  /**
   * Returns the component with the greatest weight, of equal ones the first; the nearest's at 0.
   */
  private int heaviest(int[] neighbors, double[] weights) {
    int best = vertices.components()[neighbors[0]];
    double most = 0;
    int[] seen = Arrays.stream(neighbors).map(j -> vertices.components()[j]).distinct().toArray();
    for (int component : seen) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += vertices.components()[neighbors[i]] == component ? weights[i] : 0;
      }
      if (sum > most) {
        most = sum;
        best = component;
      }
    }
    return best;
  }
}
