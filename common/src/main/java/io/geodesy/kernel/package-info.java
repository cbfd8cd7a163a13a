/**
 * Mathematics on primitive arrays: distances, packed matrix products, top-k selection, seeded
 * streams, special functions, assignment, union-find, small dense linear algebra.
 *
 * <p>Kernels take arrays with offset and length, allocate nothing in loops, and know no Spark,
 * Hadoop, file, log or clock: only {@code java.*}, {@code jdk.incubator.vector} and Breeze with its
 * netlib may be imported.
 */
package io.geodesy.kernel;
