/**
 * Parameter records from flags and HOCON files, and the reference documentation generated from
 * them.
 *
 * <p>May import {@code analysis} and below; knows no run, report or command line.
 */
package io.geodesy.config;
