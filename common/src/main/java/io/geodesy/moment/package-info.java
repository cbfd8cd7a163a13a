/**
 * Mergeable sketches of groups of rows: counts, sums, packed Gram matrices; folded in partition
 * order.
 *
 * <p>May import {@code table}, {@code kernel} and {@code error}; knows no analysis, run,
 * configuration or report.
 */
package io.geodesy.moment;
