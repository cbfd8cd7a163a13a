package io.geodesy.jobs.duplicates;

import io.geodesy.kernel.Distances;
import io.geodesy.table.RowIds;
import io.geodesy.table.VectorBlock;
import java.util.function.IntToDoubleFunction;

/**
 * Chooses the row of every component that is kept: the least by the rule's value, then by id.
 *
 * <p>Cost: {@code O(rows)}, times dim for the medoid. Determinism class D0.
 */
final class KeptRows {
  private final VectorBlock block;
  private final boolean isDirection;
  private final long seed;

  /**
   * Rules over the rows of a block.
   *
   * @param isDirection whether only directions of vectors count
   * @param seed of the random choice
   */
  KeptRows(VectorBlock block, boolean isDirection, long seed) {
    this.block = block;
    this.isDirection = isDirection;
    this.seed = seed;
  }

  /**
   * Returns the kept row of each component.
   *
   * @param values of the rule's column, one a row; not read where the rule has none
   */
  int[] choose(DuplicateComponents components, KeepRule rule, double[] values) {
    int[] kept = new int[components.count()];
    for (int c = 0; c < kept.length; c++) {
      kept[c] = choose(components.members()[c], rule, values);
    }
    return kept;
  }

  private int choose(int[] members, KeepRule rule, double[] values) {
    return switch (rule) {
      case FIRST -> members[0];
      case MEDOID -> least(members, toMean(members));
      case RANDOM -> random(members);
      case GREATEST, LONGEST -> least(members, row -> -values[row]);
      case LEAST, SHORTEST -> least(members, row -> values[row]);
    };
  }

  private static int least(int[] members, IntToDoubleFunction value) {
    int best = members[0];
    double least = value.applyAsDouble(best);
    for (int row : members) {
      double other = value.applyAsDouble(row);
      if (other < least) {
        best = row;
        least = other;
      }
    }
    return best;
  }

  private int random(int[] members) {
    RowIds ids = block.ids();
    int best = members[0];
    for (int row : members) {
      best = ids.hash(seed, row) < ids.hash(seed, best) ? row : best;
    }
    return best;
  }

  private IntToDoubleFunction toMean(int[] members) {
    int dim = block.dim();
    double[] mean = new double[dim];
    for (int row : members) {
      double factor = factor(row) / members.length;
      for (int c = 0; c < dim; c++) {
        mean[c] += block.values()[row * dim + c] * factor;
      }
    }
    return row -> {
      double factor = factor(row);
      double sum = 0;
      for (int c = 0; c < dim; c++) {
        double difference = block.values()[row * dim + c] * factor - mean[c];
        sum += difference * difference;
      }
      return sum;
    };
  }

  private double factor(int row) {
    return isDirection
        ? 1 / Math.sqrt(Distances.squaredNorm(block.values(), row * block.dim(), block.dim()))
        : 1;
  }
}
