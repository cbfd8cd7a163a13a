package io.geodesy.analysis;

/**
 * The size of an embedding table.
 *
 * @param rows n
 * @param dim columns of the vector
 * @param cores of this process or cluster
 */
public record TableShape(long rows, int dim, int cores) {}
