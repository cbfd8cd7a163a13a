package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineWarmUpTest {
  @Test
  void endsWhenItIsNoLongerWanted() {
    AtomicInteger asked = new AtomicInteger();
    KnnGraphParameters parameters = TestTables.parameters(15, Metric.COSINE, SearchMode.AUTO, 0.98);
    EngineWarmUp.run(parameters, () -> asked.incrementAndGet() < 100);
    assertThat(asked).hasValue(100);
  }
}
