package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void endlessTasksTakeTurnsAndThoseThatEndAreNotAskedAgain() {
    List<String> turns = new ArrayList<>();
    AtomicInteger left = new AtomicInteger(5);
    WarmUp.takeTurns(
        new ArrayDeque<>(
            List.of(
                isWanted -> {
                  turns.add("first");
                  left.decrementAndGet();
                  while (isWanted.getAsBoolean()) {
                    Thread.onSpinWait();
                  }
                },
                isWanted -> turns.add("short"),
                isWanted -> {
                  turns.add("last");
                  left.decrementAndGet();
                  while (isWanted.getAsBoolean()) {
                    Thread.onSpinWait();
                  }
                })),
        () -> left.get() > 0,
        1_000_000_000L / 20);
    assertThat(turns).containsExactly("first", "short", "last", "first", "last", "first");
  }
}
