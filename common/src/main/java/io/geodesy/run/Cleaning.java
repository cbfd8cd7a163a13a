package io.geodesy.run;

import io.geodesy.run.Lease.Content;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Finds and removes what runs left behind that never came to a manifest, or stages that outlived
 * one. A published run is never touched, nor anything that no run of ours has on record, nor a run
 * whose driver lives.
 */
public final class Cleaning {
  /** Shorter, a driver whose sign of life was late might be taken for dead. */
  private static final Duration LEAST_AGE = LeaseTerms.LIFETIME.multipliedBy(2);

  private final RunFiles files;
  private final Clock clock;
  private final LeaseTerms terms;

  private Cleaning(RunFiles files, Clock clock, LeaseTerms terms) {
    this.files = files;
    this.clock = clock;
    this.terms = terms;
  }

  /**
   * The leftovers of an output.
   *
   * @param output as the user gave it
   * @param hadoop how its file system is reached
   * @param clock by which things are old
   */
  public static Cleaning of(String output, Configuration hadoop, Clock clock) {
    return new Cleaning(
        RunFiles.open(output, hadoop), clock, LeaseTerms.standard(Clock.systemUTC()));
  }

  /**
   * Returns what may go: where nothing was changed for this long.
   *
   * @param age less than two minutes counts as two minutes where a lease is there
   */
  public List<Leftover> find(Duration age) {
    Instant now = clock.instant();
    return files.names(files.runs()).stream()
        .flatMap(key -> leftover(key).stream())
        .filter(left -> !left.lastChange().plus(age).isAfter(now))
        .filter(left -> !isAtWork(left, now))
        .toList();
  }

  private Optional<Leftover> leftover(String key) {
    if (key.startsWith("_")) {
      Path path = new Path(files.runs(), key);
      return Optional.of(leftover(key, "never whole", List.of(path)));
    }
    if (!files.exists(files.manifest(key))) {
      List<Path> paths = new ArrayList<>(halfPublished(key));
      // Last: it is by the records of the run that the others are found.
      paths.add(files.run(key));
      return Optional.of(leftover(key, "unfinished run", paths));
    }
    List<Path> paths =
        files.names(files.run(key)).stream()
            .filter(name -> !name.equals(files.manifest(key).getName()))
            .map(name -> new Path(files.run(key), name))
            .toList();
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(leftover(key, "stages of a published run", paths));
  }

  private List<Path> halfPublished(String key) {
    List<Path> paths = new ArrayList<>();
    for (String table : Stages.tablesOnRecord(files, key)) {
      paths.add(files.table(table, key));
    }
    paths.add(files.report(key));
    paths.removeIf(path -> !files.exists(path));
    return paths;
  }

  private Leftover leftover(String key, String what, List<Path> paths) {
    long last = paths.stream().mapToLong(files::lastChange).max().orElseThrow();
    long bytes = paths.stream().mapToLong(files::bytes).sum();
    return new Leftover(
        key, what, Instant.ofEpochMilli(last), bytes, paths.stream().map(files::relative).toList());
  }

  private boolean isAtWork(Leftover left, Instant now) {
    Optional<Content> lease = Lease.find(files, left.runKey());
    if (lease.isEmpty() || lease.get().holder().isKnownDead(terms.self())) {
      return false;
    }
    return lease.get().holder().isKnownAlive(terms.self())
        || left.lastChange().plus(LEAST_AGE).isAfter(now);
  }

  /**
   * Removes a leftover under the lease of its run, so that no driver begins to resume it meanwhile.
   *
   * @return false if a driver has begun just now
   */
  public boolean remove(Leftover left) {
    if (left.runKey().startsWith("_")) {
      left.paths().forEach(path -> files.delete(files.resolve(path)));
      return true;
    }
    Optional<Lease> seized = Lease.seize(files, left.runKey(), terms);
    seized.ifPresent(
        lease -> {
          left.paths().stream()
              .map(files::resolve)
              .filter(path -> !path.equals(files.run(left.runKey())))
              .filter(path -> !Lease.isLeaseFile(path.getName()))
              .forEach(files::delete);
          if (!files.exists(files.manifest(left.runKey()))) {
            files.names(files.run(left.runKey())).stream()
                .filter(name -> !Lease.isLeaseFile(name))
                .forEach(name -> files.delete(new Path(files.run(left.runKey()), name)));
          }
          lease.close();
        });
    return seized.isPresent();
  }

  /**
   * What a run left behind.
   *
   * @param runKey of the run, or a name that begins with {@code _}
   * @param what it is, in words
   * @param lastChange of anything in it
   * @param bytes it takes
   * @param paths below the output
   */
  public record Leftover(
      String runKey, String what, Instant lastChange, long bytes, List<String> paths) {}
}
