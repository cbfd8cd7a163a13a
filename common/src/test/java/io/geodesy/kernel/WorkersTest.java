package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
  @ParameterizedTest
  @CsvSource({"1,0,4", "1,10,4", "3,1,4", "3,1000,7", "8,5,1"})
  void visitsEveryIndexOnce(int threads, int count, int grain) {
    AtomicIntegerArray visits = new AtomicIntegerArray(count);
    try (Workers workers = new Workers(threads)) {
      workers.forRanges(
          count,
          grain,
          (worker, from, to) -> {
            assertThat(worker).isBetween(0, threads - 1);
            for (int i = from; i < to; i++) {
              visits.incrementAndGet(i);
            }
          });
    }
    for (int i = 0; i < count; i++) {
      assertThat(visits.get(i)).isEqualTo(1);
    }
  }

  @Test
  void throwsWhatTheBodyThrew() {
    try (Workers workers = new Workers(3)) {
      assertThatThrownBy(
              () ->
                  workers.forRanges(
                      100,
                      1,
                      (worker, from, to) -> {
                        if (from == 57) {
                          throw new IllegalStateException("row 57");
                        }
                      }))
          .hasMessage("row 57");
    }
  }
}
