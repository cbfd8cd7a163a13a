package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.config.ParameterSet;
import io.geodesy.error.ExitCode;
import io.geodesy.error.GeodesyException;
import io.geodesy.run.FaultFileSystem.Fault;
import io.geodesy.run.FaultFileSystem.Operation;
import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.run.Verification.Check;
import io.geodesy.table.BadRows;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What must hold whatever the storage does while run {@code new} is published beside run {@code
 * old}: a reader sees the old run whole all the time, the new one whole or not at all; the attempt
 * ends well or with an exit code that says what to do; a second attempt without faults publishes
 * what an undisturbed run publishes, and leaves nothing else.
 */
final class PublicationContract {
  private static final List<String> TABLES = List.of("sums", "statistics");

  private final SparkSession session = SharedSession.get();
  private final Path folder;
  private final Configuration hadoop = FaultFileSystem.configure(new Configuration());
  private final ParquetFolder input;
  private final Path template;
  private final Map<Operation, Integer> operations;
  private final Map<String, String> expected;

  /** Prepares the old run, and an undisturbed new one to compare with. */
  PublicationContract(Path folder) {
    this.folder = folder;
    FaultFileSystem.configure(session.sparkContext().hadoopConfiguration());
    input = ParquetFolder.write(session, folder.resolve("input"));
    template = folder.resolve("template");
    FaultFileSystem.disarm();
    run(template, "old", 1);
    Path undisturbed = copy("undisturbed");
    FaultFileSystem.arm(Fault.none(), () -> {});
    run(undisturbed, "new", 2);
    operations = FaultFileSystem.disarm();
    expected = digests(undisturbed);
    assertThat(expected).containsOnlyKeys("sums", "statistics");
  }

  /** Returns how often an undisturbed run asks for an operation. */
  int count(Operation operation) {
    return operations.get(operation);
  }

  /** Checks one fault. */
  void check(Fault fault) {
    Path out = copy("out");
    List<String> seen = new ArrayList<>();
    Reader reader = new Reader(out);
    FaultFileSystem.arm(fault, () -> reader.look().ifPresent(seen::add));
    Optional<ExitCode> failure = attempt(out);
    FaultFileSystem.disarm();

    assertThat(seen).as("what a reader saw").isEmpty();
    assertThat(failure.filter(code -> code != ExitCode.TRANSIENT && code != ExitCode.CANNOT_WRITE))
        .as("exit code of the attempt that met the fault")
        .isEmpty();
    checkSecondAttempt(out);
  }

  /** Checks a disk that is full after so many bytes; returns the exit code of the attempt. */
  Optional<ExitCode> checkFullDisk(long bytes) {
    Path out = copy("out");
    FaultFileSystem.fillAfter(bytes);
    Optional<ExitCode> failure = attempt(out);
    FaultFileSystem.disarm();
    checkSecondAttempt(out);
    return failure;
  }

  private void checkSecondAttempt(Path out) {
    run(out, "new", 2);
    assertThat(digests(out)).isEqualTo(expected);
    assertThat(Verification.of(uri(out), "new", hadoop, session)).allMatch(Check::isGood);
    assertThat(strayFiles(out)).as("debris").isEmpty();
  }

  private Optional<ExitCode> attempt(Path out) {
    try {
      run(out, "new", 2);
      return Optional.empty();
    } catch (GeodesyException e) {
      return Optional.of(e.exitCode());
    } catch (RuntimeException e) {
      throw new AssertionError("a fault of the storage became a bug", e);
    }
  }

  private void run(Path out, String key, double scale) {
    Fakes fakes = new Fakes();
    Clock clock = Clock.systemUTC();
    // No sign of life within a test, or it would count as an operation.
    LeaseTerms terms =
        new LeaseTerms(Duration.ofHours(6), clock, pause -> {}, Holder.ofThisProcess());
    ParameterSet parameters =
        ParameterSet.defaults().with(fakes.sums.descriptor(), new Fakes.SumsParameters(scale));
    new Runner(fakes.registry(), () -> session, hadoop, clock, ProgressView.SILENT, terms)
        .run(
            new RunRequest(
                "sums",
                List.of("sums"),
                parameters,
                input,
                new TreeMap<>(),
                uri(out),
                Optional.of(key),
                42,
                BadRows.FAIL,
                2,
                new TreeMap<>(Map.of("id-column", "id")),
                Optional.empty()));
  }

  private Map<String, String> digests(Path out) {
    return Catalogue.open(uri(out), hadoop).run("new").tables().stream()
        .collect(Collectors.toMap(PublishedTable::name, PublishedTable::digest));
  }

  private static String uri(Path out) {
    return "fault://" + out;
  }

  /** Returns every file that belongs to no published run. */
  private static List<String> strayFiles(Path out) {
    try (Stream<Path> files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .filter(
              name ->
                  !name.matches("(sums|statistics)/run=(old|new)/(part-[^/]*\\.parquet|_SUCCESS)"))
          .filter(name -> !name.matches("reports/(old|new)\\.html"))
          .filter(name -> !name.matches("_runs/(old|new)/_manifest\\.json"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path copy(String name) {
    Path out = folder.resolve(name);
    try {
      delete(out);
      try (Stream<Path> files = Files.walk(template)) {
        for (Path file : files.toList()) {
          Files.copy(file, out.resolve(template.relativize(file).toString()));
        }
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path out) throws IOException {
    if (Files.exists(out)) {
      try (Stream<Path> files = Files.walk(out)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Somebody who looks at an output through Java's own files, at any moment. */
  private static final class Reader {
    private final Path out;
    private final Map<String, Long> old;
    private final Map<String, Map<String, Long>> tables = new TreeMap<>();

    Reader(Path out) {
      this.out = out;
      this.old = listing("old");
    }

    /** Returns what is wrong with what is there. */
    Optional<String> look() {
      if (!listing("old").equals(old)) {
        return Optional.of("the old run changed");
      }
      for (String table : TABLES) {
        Path place = out.resolve(table).resolve("run=new");
        if (Files.exists(place)) {
          Map<String, Long> found = files(place);
          if (!found.containsKey("_SUCCESS") || found.size() < 2) {
            return Optional.of(table + " is visible but not whole: " + found);
          }
          if (!tables.computeIfAbsent(table, t -> found).equals(found)) {
            return Optional.of(table + " changed while it was visible");
          }
        }
      }
      return lookAtManifest();
    }

    private Optional<String> lookAtManifest() {
      Path path = out.resolve("_runs/new/_manifest.json");
      if (!Files.exists(path)) {
        return Optional.empty();
      }
      Manifest manifest = Json.read(text(path), Manifest.class, new org.apache.hadoop.fs.Path("m"));
      if (!Files.exists(out.resolve(manifest.report()))) {
        return Optional.of("the manifest is there before the report");
      }
      return manifest.tables().stream()
          .filter(table -> !Files.exists(out.resolve(table.path())))
          .map(table -> "the manifest is there before table " + table.name())
          .findFirst();
    }

    private Map<String, Long> listing(String run) {
      Map<String, Long> all = new TreeMap<>();
      for (String table : TABLES) {
        files(out.resolve(table).resolve("run=" + run))
            .forEach((name, length) -> all.put(table + "/" + name, length));
      }
      all.put(text(out.resolve("_runs/" + run + "/_manifest.json")), 0L);
      return all;
    }

    private static Map<String, Long> files(Path folder) {
      try (Stream<Path> files = Files.list(folder)) {
        return files.collect(
            Collectors.toMap(
                file -> file.getFileName().toString(),
                file -> file.toFile().length(),
                (a, b) -> a,
                TreeMap::new));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String text(Path path) {
      try {
        return Files.readString(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
