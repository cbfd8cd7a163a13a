package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.error.TransientException;
import io.geodesy.testing.Promise;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final Holder HERE = Holder.ofThisProcess();
  private static final Holder THERE = new Holder("elsewhere", "another place", 7, "");

  @TempDir Path folder;
  private final Time time = new Time();
  private RunFiles files;

  @BeforeEach
  void open() {
    files = RunFiles.open(folder.toString(), new Configuration());
  }

  @Test
  void leavesNothingBehind() {
    Lease lease = Lease.take(files, "a", terms(HERE));
    lease.beat();
    lease.check();
    lease.close();

    assertThat(folder.resolve("_runs/a")).doesNotExist();
  }

  @Test
  void refusesWhileAProcessOfThisMachineHoldsIt() {
    try (Lease held = Lease.take(files, "a", terms(HERE))) {
      assertThatExceptionOfType(TransientException.class)
          .isThrownBy(() -> Lease.take(files, "a", terms(HERE)))
          .withMessage(
              "Run 'a' in file:%s is being computed by process %d on %s, since 2026-01-01T00:00:00Z: two drivers never work on one run. Call again when it has ended, which then finds the run published or takes over what was finished; or choose another run key."
                  .formatted(folder, HERE.pid(), HERE.host()));
      held.check();
    }
    assertThat(time.waited()).isEqualTo(Duration.ZERO);
  }

  @Test
  void refusesAsSoonAsAHolderElsewhereGivesASignOfLife() {
    Lease held = Lease.take(files, "a", terms(THERE));
    time.at(Duration.ofSeconds(10), held::beat);

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> Lease.take(files, "a", terms(HERE)))
        .withMessageContaining("process 7 on elsewhere");
    assertThat(time.waited()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    held.check();
  }

  @Test
  @Promise("A lease whose holder is silent is taken over when its time to live is over, not before")
  void takesOverASilentLeaseAfterItsLifetime() {
    Lease silent = Lease.take(files, "a", terms(THERE));
    silent.beat();
    Lease mine = Lease.take(files, "a", terms(HERE));

    assertThat(time.waited()).isEqualTo(LIFETIME);
    mine.check();
    assertThat(files.names(files.run("a"))).containsExactly("_lease-2.json");
  }

  @Test
  @Promise("A driver that lost its lease while it was suspended commits nothing more")
  void aDriverThatLostItsLeaseIsToldBeforeItCommits() {
    Lease silent = Lease.take(files, "a", terms(THERE));
    Lease mine = Lease.take(files, "a", terms(HERE));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(silent::check)
        .withMessageContaining("Another driver took over run 'a'");
    silent.close();
    mine.check();
    mine.close();
    assertThatExceptionOfType(TransientException.class).isThrownBy(silent::check);
  }

  @Test
  void aLaterLeaseOfTheSameEpochIsNotTheOldOne() {
    Lease old = Lease.take(files, "a", terms(THERE));
    files.delete(files.run("a"));
    Lease later = Lease.take(files, "a", terms(HERE));

    assertThat(old.isHeld()).isFalse();
    assertThat(later.isHeld()).isTrue();
  }

  @Test
  void takesOverAtOnceWhereTheProcessOfThisMachineIsGone() {
    Holder gone = new Holder(HERE.host(), HERE.place(), Integer.MAX_VALUE - 1, "");
    Lease.take(files, "a", terms(gone));
    Lease mine = Lease.take(files, "a", terms(HERE));

    mine.check();
    assertThat(time.waited()).isEqualTo(HERE.place().isEmpty() ? LIFETIME : Duration.ZERO);
  }

  @Test
  void aProcessNumberThatWasGivenAwayAgainIsNotTheHolder() {
    Holder before = new Holder(HERE.host(), HERE.place(), HERE.pid(), Instant.EPOCH.toString());

    assertThat(before.isKnownAlive(HERE)).isFalse();
    assertThat(before.isKnownDead(HERE)).isEqualTo(!HERE.place().isEmpty());
  }

  @Test
  void takesALeaseThatIsGivenBackWhileItLooks() {
    Lease held = Lease.take(files, "a", terms(THERE));
    time.at(Duration.ofSeconds(5), held::close);

    Lease.take(files, "a", terms(HERE)).check();
    assertThat(time.waited()).isLessThan(LIFETIME);
  }

  @Test
  @Promise("Of drivers that ask for one run key at the same moment exactly one gets it")
  void oneOfManyThreadsWins() throws Exception {
    int drivers = 8;
    ExecutorService pool = Executors.newFixedThreadPool(drivers);
    try {
      for (int round = 0; round < 25; round++) {
        String key = "round-" + round;
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < drivers; i++) {
          calls.add(() -> isTaken(key));
        }
        int winners = 0;
        for (Future<Boolean> won : pool.invokeAll(calls)) {
          winners += won.get() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean isTaken(String key) {
    try {
      Lease.take(files, key, terms(HERE)).check();
      return true;
    } catch (TransientException e) {
      return false;
    }
  }

  private LeaseTerms terms(Holder self) {
    return new LeaseTerms(LIFETIME, time, time::pass, self);
  }

  /** Time that passes only when somebody waits, with something to happen on the way. */
  private static final class Time extends Clock {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private Instant now = START;
    private Instant due = Instant.MAX;
    private Runnable event = () -> {};

    void at(Duration after, Runnable happens) {
      due = now.plus(after);
      event = happens;
    }

    void pass(Duration duration) {
      now = now.plus(duration);
      if (!now.isBefore(due)) {
        due = Instant.MAX;
        event.run();
      }
    }

    Duration waited() {
      return Duration.between(START, now);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
