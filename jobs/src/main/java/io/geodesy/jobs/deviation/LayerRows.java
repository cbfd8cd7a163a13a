package io.geodesy.jobs.deviation;

import io.geodesy.error.DataException;
import io.geodesy.kernel.Distances;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * The rows of one layer (of one group), ordered by sample.
 *
 * @param key layer and group
 * @param samples ascending
 * @param roles one a sample
 * @param values {@code n x dim} row-major; under cosine unit rows
 * @param dim columns
 */
@SuppressWarnings("ArrayRecordComponent")
record LayerRows(LayerKey key, String[] samples, Role[] roles, float[] values, int dim) {

  /**
   * A layer of a group.
   *
   * @param layer its number as text
   * @param group null without a group column
   */
  record LayerKey(String layer, String group) implements Serializable {
    @Override
    public String toString() {
      return group == null ? "layer " + layer : "layer " + layer + " of group " + group;
    }
  }

  /** What a row is there for. */
  enum Role {
    /** Correct, and one of those that others are measured against. */
    REFERENCE,
    /** Correct, held out for calibration. */
    HELD_OUT,
    /** Failing. */
    ERROR
  }

  /** One row as it travels. */
  record Sample(String name, Role role, float[] vector) implements Serializable {}

  /**
   * Orders rows.
   *
   * @param metric under cosine, vectors are divided by their norms
   * @throws DataException if a sample appears twice
   */
  static LayerRows of(LayerKey key, List<Sample> rows, DeviationMetric metric) {
    List<Sample> ordered = rows.stream().sorted(Comparator.comparing(Sample::name)).toList();
    int n = ordered.size();
    int dim = ordered.get(0).vector().length;
    String[] samples = new String[n];
    Role[] roles = new Role[n];
    float[] values = new float[Math.multiplyExact(n, dim)];
    for (int i = 0; i < n; i++) {
      Sample row = ordered.get(i);
      samples[i] = row.name();
      roles[i] = row.role();
      if (i > 0 && samples[i].equals(samples[i - 1])) {
        throw new DataException(
            "Sample %s has more than one row in %s: a sample has one row a layer. Mend the table, or name another column with --sample-column."
                .formatted(samples[i], key));
      }
      double norm =
          metric == DeviationMetric.COSINE
              ? Math.sqrt(Distances.squaredNorm(row.vector(), 0, dim))
              : 1;
      for (int c = 0; c < dim; c++) {
        values[i * dim + c] = (float) (row.vector()[c] / norm);
      }
    }
    return new LayerRows(key, samples, roles, values, dim);
  }

  /** Returns the number of rows of a role. */
  int count(Role role) {
    int count = 0;
    for (Role other : roles) {
      count += other == role ? 1 : 0;
    }
    return count;
  }

  /** Returns the vectors of a role, in order. */
  float[] values(Role role) {
    float[] picked = new float[count(role) * dim];
    int at = 0;
    for (int i = 0; i < roles.length; i++) {
      if (roles[i] == role) {
        System.arraycopy(values, i * dim, picked, at, dim);
        at += dim;
      }
    }
    return picked;
  }
}
