package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineWarmUpTest {
  @Test
  void endsWhenItIsNoLongerWanted() {
    AtomicInteger asked = new AtomicInteger();
    KnnGraphParameters parameters =
        new KnnGraphParameters(
            15,
            Metric.COSINE,
            SearchMode.AUTO,
            0.98,
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            1000);
    EngineWarmUp.run(parameters, () -> asked.incrementAndGet() < 100);
    assertThat(asked).hasValue(100);
  }
}
