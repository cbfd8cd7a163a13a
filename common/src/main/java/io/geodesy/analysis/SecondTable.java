package io.geodesy.analysis;

/**
 * An embedding table that an analysis reads besides {@code vectors}, under a name of its own. The
 * user names it by a flag or key called like it; it is read, checked, fingerprinted and recorded as
 * {@code vectors} is, with the same formats and column names, and may have other rows, another
 * dimension and ids of another type.
 *
 * @param name of the table in {@code inputs} or {@code optionalInputs}, and of the flag: one lower
 *     case word
 * @param doc one sentence for help and reference: what its rows are
 */
public record SecondTable(String name, String doc) {}
