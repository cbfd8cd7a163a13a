/**
 * Published tables as files of other programs: the neighbour graph as a scipy matrix and as the
 * column that embedding viewers take, any table as one file. A way out, as {@code source} is a way
 * in: it knows tables and formats, no analysis, no run and no command line.
 */
package io.geodesy.jobs.export;
