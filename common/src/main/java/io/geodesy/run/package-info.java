/**
 * The run protocol: run keys, fingerprints, stages with commit points, publishing, the catalogue,
 * progress.
 *
 * <p>May import {@code config}, {@code analysis}, {@code report} and below; knows no analysis by
 * name and no command line.
 */
package io.geodesy.run;
