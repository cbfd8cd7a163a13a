package io.geodesy.run;

import io.geodesy.table.EmbeddingSource.InputFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that decides what a run publishes, as readable parts, and their SHA-256. Two runs with
 * one fingerprint publish the same; where two differ, the parts say in what.
 *
 * @param parts by name, for instance {@code knn-graph.k}, {@code input/digits.parquet}, {@code
 *     seed}
 */
record Fingerprint(SortedMap<String, String> parts) {
  /** Copies the parts. */
  Fingerprint {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /** The parts that every analysis of a run shares: what is read, and how. */
  static Fingerprint ofInput(RunRequest request, List<InputFile> files) {
    TreeMap<String, String> parts = new TreeMap<>(ofFiles("input", files).parts);
    request.inputSettings().forEach((key, value) -> parts.put("input." + key, value));
    parts.put("bad-rows", request.badRows().name().toLowerCase(Locale.ROOT));
    parts.put("seed", Long.toString(request.seed()));
    return new Fingerprint(parts);
  }

  /** The parts of a table: its files. */
  static Fingerprint ofFiles(String table, List<InputFile> files) {
    TreeMap<String, String> parts = new TreeMap<>();
    for (InputFile file : files) {
      parts.put(
          table + "/" + file.name(),
          file.length() + " bytes of " + Instant.ofEpochMilli(file.modified()));
    }
    return new Fingerprint(parts);
  }

  /** Returns these parts and more. */
  Fingerprint with(SortedMap<String, String> more) {
    TreeMap<String, String> all = new TreeMap<>(parts);
    all.putAll(more);
    return new Fingerprint(all);
  }

  /** Returns the SHA-256 of the parts, 64 hexadecimal digits. */
  String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] bytes = Json.canonical(parts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Returns in what another fingerprint (the published one) differs from this one, by name. */
  List<String> differencesFrom(Fingerprint published) {
    SortedSet<String> names = new TreeSet<>(parts.keySet());
    names.addAll(published.parts.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = published.parts.getOrDefault(name, "absent");
      String is = parts.getOrDefault(name, "absent");
      if (!was.equals(is)) {
        differences.add("%s was %s and is now %s".formatted(name, was, is));
      }
    }
    return differences;
  }
}
