/**
 * How far two models agree on the same items: neighbours, linear structure, ranks, row by row.
 *
 * <p>May import everything below {@code io.geodesy.jobs}; no other analysis package. {@code
 * NeighborAgreement} and {@code LinearAgreement} know no Spark.
 */
package io.geodesy.jobs.compare;
