package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.error.ExitCode;
import io.geodesy.run.FaultFileSystem.Fault;
import io.geodesy.run.FaultFileSystem.Moment;
import io.geodesy.run.FaultFileSystem.Operation;
import io.geodesy.testing.Promise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every single operation of a run fails once, before and after it takes effect. */
class PublicationFaultsIT {
  /** Of the writes, which are many and alike, this many are taken, evenly. */
  private static final int WRITES = 12;

  private static final int FULL_DISKS = 12;

  @TempDir static Path folder;
  private static PublicationContract contract;

  @BeforeAll
  static void prepare() {
    contract = new PublicationContract(folder);
  }

  @AfterEach
  void disarm() {
    FaultFileSystem.disarm();
  }

  @Test
  @Promise(
      "Whichever creation of a file fails, before or after it takes effect: readers see the old run and the new one whole or not at all, and a second attempt publishes the same")
  void everyCreateMayFail() {
    checkAll(Operation.CREATE, 1);
  }

  @Test
  @Promise(
      "Whichever write of bytes fails: readers see the old run and the new one whole or not at all, and a second attempt publishes the same")
  void writesMayFail() {
    checkAll(Operation.WRITE, Math.max(1, contract.count(Operation.WRITE) / WRITES));
  }

  @Test
  @Promise(
      "Whichever close of a file fails, with what was written lost or kept: readers see the old run and the new one whole or not at all, and a second attempt publishes the same")
  void everyCloseMayFail() {
    checkAll(Operation.CLOSE, 1);
  }

  @Test
  @Promise(
      "Whichever rename fails, before or after it takes effect: readers see the old run and the new one whole or not at all, and a second attempt publishes the same")
  void everyRenameMayFail() {
    checkAll(Operation.RENAME, 1);
  }

  @Test
  @Promise(
      "Whichever removal fails, before or after it takes effect: readers see the old run and the new one whole or not at all, and a second attempt publishes the same")
  void everyDeleteMayFail() {
    checkAll(Operation.DELETE, 1);
  }

  @Test
  @Promise(
      "A disk that is full, at whichever byte, ends a run with exit code 73, and with space a second attempt publishes the same")
  void aFullDiskIsSaidToBeFullAtAnyByte() {
    List<Optional<ExitCode>> codes = new ArrayList<>();
    for (int i = 0; i < FULL_DISKS; i++) {
      // Up to 3 kB, which is before the manifest of the smallest run.
      codes.add(contract.checkFullDisk(250L * i));
    }
    assertThat(codes).containsOnly(Optional.of(ExitCode.CANNOT_WRITE));
  }

  private static void checkAll(Operation operation, int step) {
    int count = contract.count(operation);
    assertThat(count).isPositive();
    List<String> broken = new ArrayList<>();
    for (int n = 1; n <= count; n += step) {
      for (Moment moment : Moment.values()) {
        try {
          contract.check(new Fault(operation, n, moment));
        } catch (AssertionError | RuntimeException e) {
          FaultFileSystem.disarm();
          broken.add("%s %d of %d %s: %s".formatted(operation, n, count, moment, e));
        }
      }
    }
    assertThat(broken).isEmpty();
  }
}
