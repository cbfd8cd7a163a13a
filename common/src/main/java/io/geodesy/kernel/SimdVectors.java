package io.geodesy.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gives vectors back the class that the compiler has lost sight of. JDK 17 keeps a vector in a
 * register only while it knows its class; of a sum that was carried through a loop it knows none,
 * and takes the one it has seen so far where a method is called on it. What it has seen is shared
 * by all kernels: after some of another length the vector goes to the heap and through tables of
 * methods, and matrix products were fifteen times slower in a process that had compared pairs
 * first. So nothing is called on such a sum: it is an argument in the loop, and passes through here
 * after it.
 *
 * <p>Only kernels on the vector module may name this class.
 */
final class SimdVectors {
  private SimdVectors() {}

  /** Returns the vector; its values are multiplied by one, which changes none. */
  static FloatVector known(VectorSpecies<Float> species, FloatVector vector) {
    return FloatVector.broadcast(species, 1f).mul(vector);
  }
}
