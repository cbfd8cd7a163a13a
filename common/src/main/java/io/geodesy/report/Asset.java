package io.geodesy.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * A text that is copied into every page: style, script, notices.
 *
 * @param content as it stands in the page
 */
record Asset(String content) {
  static final Asset STYLE = load("report.css");
  static final Asset SCRIPT = load("report.js");
  static final Asset NOTICES = load("third-party.txt");

  /** The smallest build of Apache ECharts that has scatter, line and bar. */
  static final Asset CHARTS =
      load("/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js");

  /** Refuses what would end the element it stands in, or what the browser would read otherwise. */
  Asset {
    String lower = content.toLowerCase(Locale.ROOT);
    for (String forbidden : new String[] {"</script", "</style", "<!--", "\r"}) {
      if (lower.contains(forbidden)) {
        throw new IllegalStateException("An asset of the page contains " + forbidden);
      }
    }
  }

  /** Returns the source expression by which a content security policy allows this script. */
  String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static Asset load(String name) {
    try (InputStream in = Asset.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the class path");
      }
      return new Asset(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name + " from the class path", e);
    }
  }
}
