/**
 * The {@code geodesy} command: subcommands made from the registry, SQL over what was published, and
 * the session they run in.
 *
 * <p>Knows no analysis by name. May import all of common and {@code source}; nobody imports it.
 */
package io.geodesy.jobs.cli;
