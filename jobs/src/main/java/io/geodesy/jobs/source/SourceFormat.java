package io.geodesy.jobs.source;

import io.geodesy.config.NearestKey;
import io.geodesy.error.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The formats that are read, each with the endings of its files and the Latin-1 text they begin
 * with.
 */
enum SourceFormat {
  PARQUET("PAR1", "parquet|pq"),
  NPY("\u0093NUMPY", "npy"),
  FVECS("", "fvecs"),
  BVECS("", "bvecs"),
  JSONL("{", "jsonl|ndjson|json");

  private static final List<String> COMPRESSED = List.of(".gz", ".bz2", ".zst", ".zstd", ".lz4");

  private final String magic;
  private final String endings;

  SourceFormat(String magic, String endings) {
    this.magic = magic;
    this.endings = endings;
  }

  /**
   * Returns the format a user names.
   *
   * @throws ConfigException naming the nearest known one
   */
  static SourceFormat named(String name) {
    return Arrays.stream(values())
        .filter(f -> f.key().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "format is %s, which is not known. %s"
                        .formatted(name, NearestKey.remedy(name, keys()))));
  }

  /**
   * Returns the format of the input by the ending of its first file, or else by its first bytes.
   *
   * @throws ConfigException if neither tells
   */
  static SourceFormat detect(InputFiles input) {
    String first = input.files().get(0).getPath().getName();
    return byEnding(first)
        .or(() -> byMagic(input.head(16)))
        .orElseThrow(
            () ->
                new ConfigException(
                    "Neither the name nor the first bytes of %s tell its format. Give it with --format: one of %s."
                        .formatted(input.nameOf(input.files().get(0)), String.join(", ", keys()))));
  }

  private static Optional<SourceFormat> byEnding(String file) {
    String lower = file.toLowerCase(Locale.ROOT);
    for (String ending : COMPRESSED) {
      lower = lower.endsWith(ending) ? lower.substring(0, lower.length() - ending.length()) : lower;
    }
    String name = lower;
    return Arrays.stream(values())
        .filter(f -> name.matches(".*\\.(" + f.endings + ")"))
        .findFirst();
  }

  private static Optional<SourceFormat> byMagic(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values())
        .filter(f -> !f.magic.isEmpty() && text.startsWith(f.magic))
        .findFirst();
  }

  private static List<String> keys() {
    return Arrays.stream(values()).map(SourceFormat::key).toList();
  }

  /** Returns the name users give. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
