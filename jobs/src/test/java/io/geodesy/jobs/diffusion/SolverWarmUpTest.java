package io.geodesy.jobs.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.spectral.SolverOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SolverWarmUpTest {
  @Test
  void endsWhenItIsNoLongerWanted() {
    AtomicInteger asked = new AtomicInteger();
    SolverWarmUp.run(17, SolverOptions.of(1e-4), () -> asked.incrementAndGet() < 50);
    assertThat(asked).hasValue(50);
  }
}
