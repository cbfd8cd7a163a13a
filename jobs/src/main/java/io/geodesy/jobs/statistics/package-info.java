/**
 * Statistics of the neighbour graph and of the rows as a whole: hubs, label purity, copies, norms,
 * covariance spectrum.
 *
 * <p>May import everything below {@code io.geodesy.jobs}; no other analysis package.
 */
package io.geodesy.jobs.statistics;
