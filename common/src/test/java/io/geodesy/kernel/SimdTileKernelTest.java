package io.geodesy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In processes of their own, since what the compiler makes of a kernel depends on those before. */
class SimdTileKernelTest {
  /** What a call may leave beside its loop; one vector every turn is more. */
  private static final long FEW_BYTES = 2 * KernelsInTurn.DIM;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pair scaled panel manhattan hamming bytes weights gram product sparse",
        "sparse product gram weights bytes hamming manhattan panel scaled pair",
        "bytes pair product gram panel"
      })
  void loopsKeepVectorsInRegistersWhateverRanBefore(String order) throws Exception {
    assumeThat(Kernels.panel().name()).isEqualTo("simd");
    String[] names = order.split(" ", -1);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                // Calls wait for the compiler, whatever else the machine does.
                "-Xbatch",
                "-cp",
                System.getProperty("java.class.path"),
                KernelsInTurn.class.getName()));
    command.addAll(List.of(names));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<String> lines = printed.lines().toList();
    assertThat(lines).hasSameSizeAs(names);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                    .as(line)
                    .isLessThanOrEqualTo(FEW_BYTES));
  }
}
