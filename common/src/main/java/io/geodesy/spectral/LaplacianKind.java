package io.geodesy.spectral;

/** Which Laplacian heat flows by; W are the weights without their diagonal, D its row sums. */
public enum LaplacianKind {
  /** {@code D - W}: heat is conserved, and rows with many links exchange it faster. */
  COMBINATORIAL,
  /** {@code I - D^-1/2 W D^-1/2}: every row exchanges heat at the same rate. */
  NORMALISED
}
