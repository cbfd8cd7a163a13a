package io.geodesy.run;

import io.geodesy.error.GeodesyException;
import io.geodesy.error.TransientException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The right to work on a run key, held by one driver at a time.
 *
 * <ol>
 *   <li>{@code _runs/<key>/_lease-<epoch>.json} is created only where it is not there: who creates
 *       the highest epoch holds the lease.
 *   <li>{@code _lease-<epoch>.beat} changes several times a lifetime while the holder lives.
 *   <li>Who finds a lease watches the beat by its own clock. It changes: the holder lives, and this
 *       driver ends with {@link TransientException}. It does not change for a lifetime, or the
 *       holder was a process of this machine that is gone: the next epoch takes over.
 *   <li>Before every commit the holder looks whether it still holds the lease, so that a driver
 *       that slept through its lifetime publishes nothing.
 * </ol>
 *
 * Released leases leave nothing behind.
 */
final class Lease implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("_lease-(\\d{1,18})\\.json");
  private static final int LOOKS_A_LIFETIME = 60;

  private final RunFiles files;
  private final String key;
  private final LeaseTerms terms;
  private final long epoch;
  private final String token;
  private long beats;

  private Lease(RunFiles files, String key, LeaseTerms terms, long epoch, String token) {
    this.files = files;
    this.key = key;
    this.terms = terms;
    this.epoch = epoch;
    this.token = token;
  }

  /**
   * Takes the lease of a run key, waiting at most a lifetime for one whose holder is silent.
   *
   * @throws TransientException if another driver holds it and lives
   */
  static Lease take(RunFiles files, String key, LeaseTerms terms) {
    while (true) {
      OptionalLong held = newest(files, key);
      if (held.isPresent() && !isOver(files, key, held.getAsLong(), terms)) {
        continue; // released while we looked
      }
      Lease mine = new Lease(files, key, terms, held.orElse(0) + 1, UUID.randomUUID().toString());
      if (mine.create()) {
        mine.removeOlder();
        return mine;
      }
    }
  }

  /**
   * Takes the lease of a key whose holder the caller knows to be silent; empty if it was too late.
   */
  static Optional<Lease> seize(RunFiles files, String key, LeaseTerms terms) {
    long next = newest(files, key).orElse(0) + 1;
    Lease mine = new Lease(files, key, terms, next, UUID.randomUUID().toString());
    if (!mine.create()) {
      return Optional.empty();
    }
    mine.removeOlder();
    return Optional.of(mine);
  }

  /** Returns who holds the lease of a key, dead or alive. */
  static Optional<Content> find(RunFiles files, String key) {
    OptionalLong held = newest(files, key);
    return held.isEmpty() ? Optional.empty() : read(files, key, held.getAsLong());
  }

  /** Returns whether a file of a run's folder belongs to a lease. */
  static boolean isLeaseFile(String name) {
    return name.startsWith("_lease-");
  }

  /**
   * Returns true if a lease is over, false if it is gone.
   *
   * @throws TransientException if its holder lives
   */
  private static boolean isOver(RunFiles files, String key, long epoch, LeaseTerms terms) {
    Optional<Content> content = read(files, key, epoch);
    if (content.isEmpty()) {
      return false;
    }
    if (content.get().holder().isKnownDead(terms.self())) {
      return true;
    }
    if (content.get().holder().isKnownAlive(terms.self())) {
      throw held(files, key, content.get());
    }
    Duration lifetime = Duration.ofSeconds(content.get().lifetimeSeconds());
    Path beat = beat(files, key, epoch);
    Optional<String> first = files.read(beat);
    Instant end = terms.clock().instant().plus(lifetime);
    while (terms.clock().instant().isBefore(end)) {
      terms.pause().accept(lifetime.dividedBy(LOOKS_A_LIFETIME));
      if (read(files, key, epoch).isEmpty()) {
        return false;
      }
      if (!files.read(beat).equals(first)) {
        throw held(files, key, content.get());
      }
    }
    return true;
  }

  private static TransientException held(RunFiles files, String key, Content content) {
    return new TransientException(
        "Run '%s' in %s is being computed by process %d on %s, since %s: two drivers never work on one run. Call again when it has ended, which then finds the run published or takes over what was finished; or choose another run key."
            .formatted(
                key,
                files.root(),
                content.holder().pid(),
                content.holder().host(),
                content.since()));
  }

  private boolean create() {
    Content content =
        new Content(
            token,
            terms.self(),
            terms.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString(),
            Math.max(1, terms.lifetime().toSeconds()));
    return files.create(key, path(files, key, epoch), Json.pretty(content));
  }

  private void removeOlder() {
    for (String name : files.names(files.run(key))) {
      Matcher older = NAME.matcher(name);
      if (older.matches() && Long.parseLong(older.group(1)) < epoch) {
        remove(Long.parseLong(older.group(1)));
      }
    }
  }

  private void remove(long which) {
    files.delete(beat(files, key, which));
    files.delete(path(files, key, which));
  }

  /** Gives a sign of life. */
  synchronized void beat() {
    beats++;
    files.overwrite(beat(files, key, epoch), beats + " " + terms.clock().instant() + "\n");
  }

  /**
   * Fails unless this driver still holds the lease.
   *
   * @throws TransientException if another driver took over
   */
  void check() {
    boolean isNewest = newest(files, key).orElse(0) == epoch;
    if (!isNewest || read(files, key, epoch).filter(c -> c.token().equals(token)).isEmpty()) {
      throw new TransientException(
          "Another driver took over run '%s' in %s, since this one gave no sign of life for %d s: it was suspended or could not write. This driver publishes nothing. Call again when the other has ended."
              .formatted(key, files.root(), terms.lifetime().toSeconds()));
    }
  }

  /** Returns whether this driver still holds the lease, as far as that can be read. */
  boolean isHeld() {
    try {
      check();
      return true;
    } catch (GeodesyException e) {
      return false;
    }
  }

  /** Gives it back; what another driver took over stays. */
  @Override
  public synchronized void close() {
    try {
      if (isHeld()) {
        remove(epoch);
        files.removeIfEmpty(files.run(key));
      }
    } catch (GeodesyException e) {
      // It runs out by itself, and what the run came to is worth more than this.
    }
  }

  private static OptionalLong newest(RunFiles files, String key) {
    List<String> names = files.names(files.run(key));
    return names.stream()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .mapToLong(name -> Long.parseLong(name.group(1)))
        .max();
  }

  private static Optional<Content> read(RunFiles files, String key, long epoch) {
    Path path = path(files, key, epoch);
    return files.read(path).map(text -> Json.read(text, Content.class, path));
  }

  private static Path path(RunFiles files, String key, long epoch) {
    return new Path(files.run(key), "_lease-" + epoch + ".json");
  }

  private static Path beat(RunFiles files, String key, long epoch) {
    return new Path(files.run(key), "_lease-" + epoch + ".beat");
  }

  /**
   * What a lease file holds.
   *
   * @param token tells this lease from any other of its epoch
   * @param holder who took it
   * @param since when, ISO 8601 in UTC by the holder's clock
   * @param lifetimeSeconds of silence after which it is over
   */
  record Content(String token, Holder holder, String since, long lifetimeSeconds) {}
}
