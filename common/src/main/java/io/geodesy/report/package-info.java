/**
 * The self-contained HTML page and its charts.
 *
 * <p>May import {@code analysis} and below; knows no analysis by name.
 */
package io.geodesy.report;
