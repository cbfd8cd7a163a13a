import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes docs/promises.md from what the tests of promises came to: {@code Promises.java <file> <folder> ...}. */
class Promises {
  public static void main(String[] arguments) throws IOException {
    TreeMap<String, String> rows = new TreeMap<>();
    for (int i = 1; i < arguments.length; i++) {
      Path folder = Path.of(arguments[i]);
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> results = Files.list(folder)) {
        for (Path result : results.toList()) {
          List<String> lines = Files.readAllLines(result);
          String test = result.getFileName().toString();
          rows.put(test, "| %s | `%s` | %s |".formatted(cell(lines.get(0)), test, cell(lines.get(1))));
        }
      }
    }
    List<String> text = new ArrayList<>();
    text.add("# Promises");
    text.add("");
    text.add("What users rely on, the test that proves it, and what it came to when this file was made. `mvn -B verify -Pit` runs");
    text.add("all of them and writes this file; tests whose name ends in `IT` take minutes and run only there. A test of every build");
    text.add("fails while a promise stands here without its test, or the other way round.");
    text.add("");
    text.add("| promise | test | result |");
    text.add("|---|---|---|");
    text.addAll(rows.values());
    Files.writeString(Path.of(arguments[0]), String.join("\n", text) + "\n");
  }

  private static String cell(String line) {
    return line.replace("|", "\\|");
  }
}
