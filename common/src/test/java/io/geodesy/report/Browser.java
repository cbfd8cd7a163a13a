package io.geodesy.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium: the one that the environment variable {@code CHROMIUM} names, else the first
 * known one on the path.
 */
final class Browser {
  private static final List<String> NAMES =
      List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome");

  private final String binary;
  private final Path directory;

  private Browser(String binary, Path directory) {
    this.binary = binary;
    this.directory = directory;
  }

  /** Returns a browser that keeps its files in the directory, empty if there is none. */
  static Optional<Browser> find(Path directory) {
    String named = System.getenv("CHROMIUM");
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Stream<String> found =
        NAMES.stream()
            .flatMap(
                name -> Arrays.stream(path.split(File.pathSeparator)).map(d -> d + "/" + name));
    return Stream.concat(Stream.ofNullable(named), found)
        .filter(file -> Files.isExecutable(Path.of(file)))
        .findFirst()
        .map(binary -> new Browser(binary, directory));
  }

  /**
   * Returns the document after its scripts ran, and what the browser logged. The page fills a
   * screen of the given size: a browser may keep its windows wider than a phone.
   */
  Visit open(Path page, int width, int height) throws IOException, InterruptedException {
    Path document = directory.resolve("document.html");
    Path log = directory.resolve("log.txt");
    List<String> command = new ArrayList<>(List.of(binary));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--disable-background-networking",
            "--no-first-run",
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
            "--v=0",
            "--virtual-time-budget=5000",
            "--user-data-dir=" + directory.resolve("profile"),
            "--window-size=" + width + "," + height,
            "--start-fullscreen",
            "--screen-info={" + width + "x" + height + "}",
            "--dump-dom",
            page.toUri().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(document.toFile())
            .redirectError(log.toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException("The browser took more than 90 s over " + page);
    }
    return new Visit(Files.readString(document), Files.readString(log));
  }

  /**
   * What came of opening a page.
   *
   * @param document its markup after the scripts ran
   * @param log what the browser wrote to its standard error
   */
  record Visit(String document, String log) {}
}
