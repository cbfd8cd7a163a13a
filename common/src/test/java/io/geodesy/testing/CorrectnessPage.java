package io.geodesy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code docs/correctness.md}: every {@link Check} with what is expected, its tolerance, and the
 * value that its test got.
 *
 * <p>The page itself is the store of values, so that it does not matter which tests run, or in
 * which order: with {@code -Dcorrectness.write=true} each check puts its own value there; without,
 * a check that the page does not list fails. {@code CorrectnessTest} holds that the page has no
 * others.
 */
public final class CorrectnessPage {
  private static final String HOW = "mvn test -Dcorrectness.write=true";

  private static final String BEGINNING =
      """
      # Correctness

      Numbers that the product must reproduce, and what its tests got: closed forms, values of the papers, agreement of two ways to the same number. Each row
      is a test that fails where its tolerance is broken, and its name is that in `Check`. Errors are absolute and the largest of all values compared unless
      a row says otherwise; a check that is made several times shows the worst value. The build writes this page: `%s`.
      """
          .formatted(HOW);

  private CorrectnessPage() {}

  /** Returns where the page is, from the folder of any module. */
  public static Path path() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("docs/reference.md"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("No docs/reference.md above " + Path.of("").toAbsolutePath());
    }
    return folder.resolve("docs/correctness.md");
  }

  /** Returns the page that the values on the present one make. */
  public static String expected() {
    return render(values(read()));
  }

  /** Returns the page. */
  public static String read() {
    try {
      return Files.exists(path()) ? Files.readString(path()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void keep(Check check, double value) {
    Map<Check, String> values = values(read());
    if (!Boolean.getBoolean("correctness.write")) {
      if (!values.containsKey(check)) {
        throw new AssertionError(
            "docs/correctness.md does not list the check %s: run %s".formatted(check.key(), HOW));
      }
      return;
    }
    values.put(check, check.shown(value));
    try {
      Files.writeString(path(), render(values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String render(Map<Check, String> values) {
    StringBuilder page = new StringBuilder(BEGINNING);
    for (Check.Topic topic : Check.Topic.values()) {
      page.append("\n## ").append(topic.title()).append("\n\n").append(topic.source());
      page.append(
          "\n\n| # | name | check | expected | tolerance | got |\n|---|---|---|---|---|---|\n");
      for (Check check : Check.values()) {
        if (check.topic() == topic) {
          page.append(check.row()).append(values.getOrDefault(check, "")).append(" |\n");
        }
      }
    }
    return page.toString();
  }

  private static Map<Check, String> values(String page) {
    Map<Check, String> values = new EnumMap<>(Check.class);
    for (Check check : Check.values()) {
      value(page, check).ifPresent(value -> values.put(check, value));
    }
    return values;
  }

  /** Returns the last cell of a check's row, empty if there is no such row or no value in it. */
  static Optional<String> value(String page, Check check) {
    return page.lines()
        .filter(line -> line.contains("| `" + check.key() + "` |"))
        .map(line -> line.substring(0, line.lastIndexOf('|')))
        .map(line -> line.substring(line.lastIndexOf('|') + 1).strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** Returns whether the page has a value of a check, and one that keeps to the tolerance. */
  public static boolean isMet(String page, Check check) {
    return value(page, check).map(Double::parseDouble).filter(check::isMetBy).isPresent();
  }
}
