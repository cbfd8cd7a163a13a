/**
 * Readers: files of a format become an embedding table ({@link io.geodesy.table.EmbeddingSource}).
 * A new format is one class here and one constant of {@link io.geodesy.jobs.source.SourceFormat}.
 *
 * <p>May import {@code config}, {@code table} and {@code error} of common; no analysis, no run, no
 * command line.
 */
package io.geodesy.jobs.source;
