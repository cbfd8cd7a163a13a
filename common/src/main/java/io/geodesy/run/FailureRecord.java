package io.geodesy.run;

/**
 * What an attempt that failed says of itself, for those who cannot see its exit code: {@code
 * _failure.json}, there until the next attempt begins.
 *
 * @param exitCode of the process
 * @param message as the user was told
 * @param failed when, ISO 8601 in UTC
 * @param fingerprint of the run
 */
public record FailureRecord(int exitCode, String message, String failed, String fingerprint) {}
