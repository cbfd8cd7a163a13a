package io.geodesy.config;

/**
 * Everything a run is told but where it reads and writes.
 *
 * @param input what every run takes
 * @param analyses the parameters of each analysis
 */
public record RunParameters(InputParameters input, ParameterSet analyses) {}
