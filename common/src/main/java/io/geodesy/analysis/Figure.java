package io.geodesy.analysis;

/**
 * A chart and its heading.
 *
 * @param title a few words, or empty when the panel's title says it all
 * @param chart the picture
 */
public record Figure(String title, Chart chart) {}
