package io.geodesy.graph;

/**
 * How the weights a = w(i, j) and b = w(j, i) of a pair of rows become one, where an entry that is
 * not in a neighbour list counts as zero.
 */
public enum Symmetrization {
  /** (a + b) / 2: a pair that only one side lists gets half the weight. */
  MEAN {
    @Override
    public double combine(double a, double b) {
      return 0.5 * (a + b);
    }
  },
  /** The greater one: a pair is joined if either side lists it. */
  MAX {
    @Override
    public double combine(double a, double b) {
      return Math.max(a, b);
    }
  },
  /** The lesser one: a pair is joined only if both sides list it. */
  MIN {
    @Override
    public double combine(double a, double b) {
      return Math.min(a, b);
    }
  },
  /** a b: as the lesser one, and weak links weaker. */
  PRODUCT {
    @Override
    public double combine(double a, double b) {
      return a * b;
    }
  },
  /** a + b - a b: the fuzzy union of UMAP. */
  FUZZY_UNION {
    @Override
    public double combine(double a, double b) {
      return a + b - a * b;
    }
  };

  /** Returns the symmetric weight; {@code combine(a, b) == combine(b, a)}. */
  public abstract double combine(double a, double b);
}
