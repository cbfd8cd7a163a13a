package io.geodesy.spectral;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An eigenpair of a graph of several components: each is solved by itself, and every component has
 * the eigenvalue 1.
 *
 * @param component its number
 * @param rank of the pair in the component
 * @param value the eigenvalue
 */
public record ComponentPlace(int component, int rank, double value) implements Serializable {
  /**
   * Returns how many pairs of each of the first components can be among the leading ones of the
   * graph; no others can.
   *
   * @param components of the graph
   * @param pairs wanted
   */
  public static int due(int components, int pairs) {
    return components >= pairs ? 1 : pairs - components + 1;
  }

  /**
   * Returns the leading pairs of a graph.
   *
   * @param values of each of the first components, descending
   * @param pairs wanted
   */
  public static List<ComponentPlace> leading(List<double[]> values, int pairs) {
    List<ComponentPlace> places = new ArrayList<>();
    for (int c = 0; c < values.size(); c++) {
      for (int r = 0; r < values.get(c).length; r++) {
        places.add(new ComponentPlace(c, r, r == 0 ? 1 : values.get(c)[r]));
      }
    }
    // Exact ones of all components first, by component: rounding must not order them.
    places.sort(
        Comparator.comparingDouble(ComponentPlace::value)
            .reversed()
            .thenComparingInt(ComponentPlace::rank)
            .thenComparingInt(ComponentPlace::component));
    return List.copyOf(places.subList(0, Math.min(pairs, places.size())));
  }
}
