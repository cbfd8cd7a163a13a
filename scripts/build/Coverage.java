import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prints one line of test coverage from JaCoCo's CSV: {@code java Coverage.java jacoco.csv}. */
public final class Coverage {
  private Coverage() {}

  public static void main(String[] args) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    List<String> header = List.of(lines.get(0).split(","));
    long branchesMissed = 0;
    long branches = 0;
    long linesMissed = 0;
    long all = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      branchesMissed += Long.parseLong(cells[header.indexOf("BRANCH_MISSED")]);
      branches += Long.parseLong(cells[header.indexOf("BRANCH_MISSED")]) + Long.parseLong(cells[header.indexOf("BRANCH_COVERED")]);
      linesMissed += Long.parseLong(cells[header.indexOf("LINE_MISSED")]);
      all += Long.parseLong(cells[header.indexOf("LINE_MISSED")]) + Long.parseLong(cells[header.indexOf("LINE_COVERED")]);
    }
    System.out.printf(
        "Test coverage: %.1f %% of %d lines, %.1f %% of %d branches%n",
        100.0 * (all - linesMissed) / Math.max(1, all), all, 100.0 * (branches - branchesMissed) / Math.max(1, branches), branches);
  }
}
