/**
 * Exceptions typed by what the user must do, and the exit codes they become.
 *
 * <p>Everything but {@code kernel} may throw these; kernels throw {@link IllegalArgumentException}
 * for a programmer's mistake and their callers check user input first. Nothing else belongs here.
 */
package io.geodesy.error;
