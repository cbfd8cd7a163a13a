package io.geodesy.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds what a user meant by a misspelt word.
 *
 * <p>Distance: insertions, deletions, substitutions and swaps of neighbours, each costing one
 * (optimal string alignment).
 */
public final class NearestKey {
  private NearestKey() {}

  /**
   * Returns the known word nearest to a misspelt one, ties by order of the alphabet, if one is near
   * enough to be meant: at most a third of the letters wrong, but always two.
   */
  public static Optional<String> find(String word, Collection<String> known) {
    return known.stream()
        .filter(k -> distance(word, k) <= Math.max(2, k.length() / 3))
        .min(
            Comparator.comparingInt((String k) -> distance(word, k))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Returns the sentences that refuse an unknown key. */
  public static String unknown(String key, Collection<String> known) {
    return "Unknown key %s. %s".formatted(key, remedy(key, known));
  }

  /** Returns the sentence that names the nearest known word, or else all of them. */
  public static String remedy(String word, Collection<String> known) {
    return find(word, known)
        .map("Did you mean %s?"::formatted)
        .orElseGet(() -> "Known: %s.".formatted(String.join(", ", new TreeSet<>(known))));
  }

  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean isSame = a.charAt(i - 1) == b.charAt(j - 1);
        int best = cost[i - 1][j - 1] + (isSame ? 0 : 1);
        best = Math.min(best, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean isSwap =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = isSwap ? Math.min(best, 1 + cost[i - 2][j - 2]) : best;
      }
    }
    return cost[a.length()][b.length()];
  }
}
