package io.geodesy.jobs.knn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Points of a {@link RoutingSpace}, a block each, in groups: a row is compared with the leaders of
 * its nearest groups. A single group has no centre.
 *
 * @param values {@code leaders x dim} row-major, those of one group together
 * @param centres {@code groups x dim}, empty for a single group
 * @param offsets {@code groups + 1}: the leaders of group g are {@code [offsets[g], offsets[g+1])}
 * @param dim columns
 */
@SuppressWarnings("ArrayRecordComponent")
record Leaders(float[] values, float[] centres, int[] offsets, int dim) implements Serializable {
  /** One group of leaders. */
  static Leaders flat(float[] values, int dim) {
    return new Leaders(values, new float[0], new int[] {0, values.length / dim}, dim);
  }

  int count() {
    return values.length / dim;
  }

  int groups() {
    return offsets.length - 1;
  }

  /** Returns those marked. */
  Leaders retain(boolean[] isKept) {
    int[] newOffsets = new int[offsets.length];
    float[] kept = new float[values.length];
    int size = 0;
    for (int g = 0; g < groups(); g++) {
      for (int l = offsets[g]; l < offsets[g + 1]; l++) {
        if (isKept[l]) {
          System.arraycopy(values, l * dim, kept, size++ * dim, dim);
        }
      }
      newOffsets[g + 1] = size;
    }
    return new Leaders(Arrays.copyOf(kept, size * dim), centres, newOffsets, dim);
  }

  /**
   * Returns these with some of them replaced by several.
   *
   * @param parts for each leader null, or those that stand in its place, row-major
   */
  Leaders replace(float[][] parts) {
    int total = 0;
    for (float[] part : parts) {
      total += part == null ? dim : part.length;
    }
    float[] all = new float[total];
    int[] newOffsets = new int[offsets.length];
    int at = 0;
    for (int g = 0; g < groups(); g++) {
      for (int l = offsets[g]; l < offsets[g + 1]; l++) {
        float[] from = parts[l] == null ? values : parts[l];
        int length = parts[l] == null ? dim : parts[l].length;
        System.arraycopy(from, parts[l] == null ? l * dim : 0, all, at, length);
        at += length;
      }
      newOffsets[g + 1] = at / dim;
    }
    return new Leaders(all, centres, newOffsets, dim);
  }
}
