package io.geodesy.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that holds a lease.
 *
 * @param host its machine's name, for messages
 * @param place what tells machines, their starts and their containers apart, empty where the system
 *     does not say: only in one place does a process number mean one process
 * @param pid its number there
 * @param started when it began, ISO 8601, empty where the system does not say
 */
record Holder(String host, String place, long pid, String started) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path CONTAINER = Path.of("/proc/self/ns/pid");

  /** The system may count the same start from another second. */
  private static final Duration SAME_START = Duration.ofSeconds(5);

  /** Returns this process. */
  static Holder ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return new Holder(hostName(), placeName(), self.pid(), startOf(self));
  }

  /**
   * Returns whether the process is known to be gone, as seen from another: one in the same place,
   * where it can be looked for.
   */
  boolean isKnownDead(Holder observer) {
    return isSamePlace(observer) && process().isEmpty();
  }

  /** Returns whether the process is known to live, as seen from another in the same place. */
  boolean isKnownAlive(Holder observer) {
    return isSamePlace(observer) && process().isPresent();
  }

  private boolean isSamePlace(Holder observer) {
    return !place.isEmpty() && place.equals(observer.place);
  }

  private Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::hasThisStart);
  }

  private boolean hasThisStart(ProcessHandle process) {
    String found = startOf(process);
    return started.isEmpty()
        || found.isEmpty()
        || Duration.between(Instant.parse(started), Instant.parse(found))
                .abs()
                .compareTo(SAME_START)
            <= 0;
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String placeName() {
    try {
      return Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(CONTAINER);
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
