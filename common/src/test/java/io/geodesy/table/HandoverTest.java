package io.geodesy.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.testing.SharedSession;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private static final List<Integer> NUMBERS = IntStream.range(0, 100).boxed().toList();

  private static JavaRDD<Integer> numbers(int partitions) {
    return JavaSparkContext.fromSparkContext(SharedSession.get().sparkContext())
        .parallelize(NUMBERS, partitions);
  }

  @Test
  void keepsTheOrderOfThePartitions() {
    assertThat(Handover.collect(numbers(7))).isEqualTo(NUMBERS);
    assertThat(Handover.collect(numbers(200))).isEqualTo(NUMBERS);
  }

  @Test
  void handsOverTheObjectsThemselvesInOneProcess() {
    List<Marked> made = Handover.collect(numbers(3).map(Marked::new));

    assertThat(made).extracting(mark -> mark.number).isEqualTo(NUMBERS);
    assertThat(made).allMatch(mark -> mark.isOriginal);
  }

  @Test
  void serialisesWhatAnotherProcessMade() {
    Handover.Parcel<Integer> parcel =
        Handover.Parcel.pack("another process", "a call", NUMBERS.iterator());

    assertThat(parcel.open("a call")).isEqualTo(NUMBERS);
  }

  @Test
  void keepsNothingOfACallThatFailed() {
    assertThatThrownBy(
            () ->
                Handover.collect(
                    numbers(4)
                        .map(
                            number -> {
                              if (number == 99) {
                                throw new IllegalStateException("The last one is bad");
                              }
                              return number;
                            })))
        .hasMessageContaining("The last one is bad");
    assertThat(Handover.waiting()).isZero();
  }

  /** Loses its mark when it is serialised. */
  private static final class Marked implements java.io.Serializable {
    private final int number;
    private final transient boolean isOriginal;

    Marked(int number) {
      this.number = number;
      this.isOriginal = true;
    }
  }
}
