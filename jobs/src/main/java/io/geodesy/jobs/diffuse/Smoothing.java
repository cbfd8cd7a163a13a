package io.geodesy.jobs.diffuse;

/** How values spread over the graph; both leave a constant as it is. */
enum Smoothing {
  /** {@code P^t}: t steps of the random walk, each an average over neighbours. */
  WALK {
    @Override
    double share(double eigenvalue, double t) {
      return Math.pow(Math.abs(eigenvalue), t);
    }
  },
  /** {@code exp(-t (I - P))}: the walk in continuous time, for any t. */
  HEAT {
    @Override
    double share(double eigenvalue, double t) {
      return Math.exp(-t * (1 - eigenvalue));
    }
  };

  /** Returns the share of an eigenvector of the walk that is left after t. */
  abstract double share(double eigenvalue, double t);
}
