package io.geodesy.jobs.cli;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command in a process of its own, with the classes of this one. It lives for seconds, so it is
 * compiled only a little, and classes come from an archive where one could be made.
 */
final class DriverProcess {
  /** An archive of classes knows only jars. */
  private static final boolean IS_ARCHIVABLE = isInJar();

  private final Path folder;
  private final String heap;
  private final Path archive;

  /**
   * Processes of one kind.
   *
   * @param folder for their log and their archive of classes
   * @param heap of each, for instance 1g
   */
  DriverProcess(Path folder, String heap) {
    this.folder = folder;
    this.heap = heap;
    this.archive = folder.resolve("classes.jsa");
  }

  /** Where everything goes that they say. */
  Path log() {
    return folder.resolve("driver.log");
  }

  /** Runs a command to its end, and keeps the classes it loaded for those that follow. */
  int runFirst(String... arguments) throws IOException, InterruptedException {
    String option = IS_ARCHIVABLE ? "-XX:ArchiveClassesAtExit=" + archive : "-Xshare:auto";
    return start(option, arguments).waitFor();
  }

  /** Starts a command. */
  Process start(String... arguments) throws IOException {
    return start(
        Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-Xshare:auto", arguments);
  }

  private Process start(String option, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("..", "conf", "jvm.options"));
    command.addAll(List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", option));
    command.addAll(List.of("-cp", classPath(), Main.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  /** Without the folders of tests where the command is in a jar. */
  private static String classPath() {
    String whole = System.getProperty("java.class.path");
    return IS_ARCHIVABLE
        ? Arrays.stream(whole.split(File.pathSeparator, -1))
            .filter(entry -> entry.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator))
        : whole;
  }

  private static boolean isInJar() {
    try {
      return Files.isRegularFile(
          Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
