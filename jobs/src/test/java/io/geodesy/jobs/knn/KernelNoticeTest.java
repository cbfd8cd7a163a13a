package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelNoticeTest {
  @Test
  void namesTheFlagWhereTheModuleIsMissing() {
    assertThat(KernelNotice.scalar(null, false))
        .endsWith(
            "module jdk.incubator.vector is not in this process. Start Java with --add-modules jdk.incubator.vector.");
  }

  @Test
  void namesThePropertyThatForcesTheScalarKernel() {
    assertThat(KernelNotice.scalar("scalar", true))
        .contains("the system property io.geodesy.kernel is scalar");
  }

  @Test
  void saysWhereTheModuleDoesNotHelp() {
    assertThat(KernelNotice.scalar(null, true)).contains("does not load on this Java");
  }
}
