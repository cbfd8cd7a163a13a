package io.geodesy.report;

/**
 * One tile at the head of the page.
 *
 * @param name for instance {@code rows}
 * @param value as shown
 */
public record Fact(String name, String value) {}
