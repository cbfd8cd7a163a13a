package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.error.ExitCode;
import io.geodesy.run.FaultFileSystem.Fault;
import io.geodesy.run.FaultFileSystem.Moment;
import io.geodesy.run.FaultFileSystem.Operation;
import io.geodesy.testing.Promise;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults that matter most, at every build; {@link PublicationFaultsIT} goes through all. */
class PublicationFaultsTest {
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
  @Promise("A rename whose answer is lost while a run is published does not publish it twice")
  void aLostAnswerDoesNotCommitTwice() {
    int renames = contract.count(Operation.RENAME);
    for (int back = 0; back < 3; back++) {
      contract.check(new Fault(Operation.RENAME, renames - back, Moment.AFTER));
    }
  }

  @Test
  void aRenameThatFailsWhilePublishingLeavesTheOldRunToReaders() {
    int renames = contract.count(Operation.RENAME);
    for (int back = 0; back < 3; back++) {
      contract.check(new Fault(Operation.RENAME, renames - back, Moment.BEFORE));
    }
  }

  @Test
  void aStageWhoseFileIsLostIsWrittenAgain() {
    contract.check(new Fault(Operation.CLOSE, 2, Moment.BEFORE));
  }

  @Test
  void aFullDiskIsSaidToBeFull() {
    assertThat(contract.checkFullDisk(2000)).contains(ExitCode.CANNOT_WRITE);
  }
}
