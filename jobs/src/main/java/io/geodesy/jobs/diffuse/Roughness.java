package io.geodesy.jobs.diffuse;

/**
 * What a column is like under the stationary measure of the walk.
 *
 * @param mean kept by smoothing
 * @param variance never grows
 * @param energy half the mean squared difference across a step of the walk (Dirichlet energy);
 *     never grows
 */
record Roughness(double mean, double variance, double energy) {}
