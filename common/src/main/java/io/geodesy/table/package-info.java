/**
 * Table contracts: names, columns and invariants of everything that goes in and out; row ids;
 * validation whose messages name rows; the bridge between Datasets and the primitive arrays of
 * {@code kernel}.
 *
 * <p>May import {@code kernel} and {@code error}; knows no analysis, run, configuration or report.
 */
package io.geodesy.table;
