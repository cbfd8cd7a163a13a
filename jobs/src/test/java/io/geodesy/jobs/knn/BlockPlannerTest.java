package io.geodesy.jobs.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockPlannerTest {
  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @CsvSource({
    // rows, dim, heap GiB, cores, block-rows, memory, blocks, rows a leader, overlap
    "70000,      784,  8, 2, auto,   auto, 1,    70000,  1",
    "70000,      784,  8, 2, 8000,   auto, 9,    7777,   3",
    "70000,      784,  8, 2, 70000,  auto, 1,    70000,  1",
    "60000,      384,  8, 2, auto,   256m, 8,    7500,   3",
    "60000,      384,  8, 1, auto,   256m, 4,    15000,  3",
    "60000,      384,  8, 2, 35000,  4g,   2,    30000,  2",
    "1000000000, 384, 64, 8, auto,   auto, 3186, 313873, 3",
  })
  void decides(
      long rows,
      int dim,
      int heap,
      int cores,
      String blockRows,
      String memory,
      int blocks,
      long leaderRows,
      int overlap) {
    BlockPlan plan = plan(rows, dim, heap, cores, "block-rows=" + blockRows, "memory=" + memory);
    assertThat(plan.blocks()).isEqualTo(blocks);
    assertThat(plan.leaderRows()).isEqualTo(leaderRows);
    assertThat(plan.overlap()).isEqualTo(overlap);
    assertThat(plan.memoryBytes()).isLessThanOrEqualTo(plan.limitBytes());
  }

  @Test
  void countsWhatTravels() {
    BlockPlan plan = plan(1_000_000_000, 384, 64, 8);
    assertThat(plan.vectorBytes()).isEqualTo(3_000_000_000L * (1 + 8 + 4 * 384));
    assertThat(plan.listBytes()).isEqualTo(3_000_000_000L * (7 + 8 + 15 * (4 + 8)));
    assertThat(plan.shuffleBytes()).isEqualTo(plan.vectorBytes() + plan.listBytes());
  }

  @Test
  void countsWholeNumbersAsTheBytesTheyTravelIn() {
    TableFacts facts = new TableFacts(1_000_000_000, 384, 1, Long.BYTES, Byte.BYTES, 0);
    BlockPlan plan = new BlockPlanner(parameters(), facts, Machine.local(64 * GIB, 8)).plan();
    assertThat(plan.vectorBytes()).isEqualTo(3_000_000_000L * (1 + 8 + 384));
    SearchPlan search = new SearchPlan(96, 48, 7, 1, 30);
    BlockMemory memory =
        new BlockMemory(
            1000, 1000, 384, Byte.BYTES, 15, Metric.EUCLIDEAN, search, SearchMode.APPROXIMATE);
    long unpacking = 1000 * ((1 + 8 + 384) + (1 + 8 + 4 * 384));
    long stays = 1000 * (4 * 384 + 384 + 8 + 16 + 4 + 4 * 97 + 8 * 30);
    long pass = 1000 * (9 * 30 + 8 * 16 + 4 * 7 + 16);
    assertThat(memory.ofTask()).isEqualTo(Math.max(unpacking, stays + pass));
  }

  @Test
  void countsTheMemoryOfABlock() {
    SearchPlan search = new SearchPlan(0, 0, 7, 1, 23);
    BlockMemory memory =
        new BlockMemory(
            1000, 1000, 384, Float.BYTES, 15, Metric.EUCLIDEAN, search, SearchMode.APPROXIMATE);
    // rows and ids, groups, norms, search rows with theirs, candidates; then one pass
    long stays = 1000 * (4 * 384 + 8 + 16 + 4 + 4 * 385 + 8 * 23);
    long pass = 1000 * (9 * 23 + 8 * 16 + 4 * 7 + 16);
    assertThat(memory.ofTask()).isEqualTo(stays + pass);
    long recall = 1000 * (4 * 384 + 8 * 15) + 1000 * 8 * 15;
    assertThat(memory.ofTable()).isEqualTo(stays + recall);
  }

  @Test
  void copiesNoColumnsWhereLeadingAxesAreSearched() {
    SearchPlan search = new SearchPlan(96, 48, 7, 1, 30);
    BlockMemory memory =
        new BlockMemory(
            1000, 1000, 384, Float.BYTES, 15, Metric.EUCLIDEAN, search, SearchMode.APPROXIMATE);
    long stays = 1000 * (4 * 384 + 8 + 16 + 4 + 4 * 97 + 8 * 30);
    long pass = 1000 * (9 * 30 + 8 * 16 + 4 * 7 + 16);
    long unpacking = 2 * 1000 * (4 * 384 + 8 + 1);
    assertThat(memory.ofTask()).isEqualTo(Math.max(unpacking, stays + pass));
    // Only recall, which a block by itself does not measure, is on all columns.
    long recall = 1000 * (4 * 385 + 4 * 384 + 8 * 15) + 1000 * 8 * 15;
    assertThat(memory.ofTable()).isEqualTo(stays + recall);
  }

  @Test
  void keepsEveryTaskBusyWhereBlocksAreLargeAnyway() {
    Machine cluster = new Machine(GIB, 64 * GIB, 4, 400, 1);
    BlockPlan plan =
        new BlockPlanner(parameters(), TableFacts.ofShape(100_000_000, 128), cluster).plan();
    assertThat(plan.leaderRows()).isEqualTo(250_000);
    assertThat(plan.blocks()).isEqualTo(400);
  }

  @Test
  void refusesBlocksThatDoNotFit() {
    assertThatThrownBy(() -> plan(70_000, 784, 8, 2, "block-rows=8000", "memory=100m"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "memory is 100m, which leaves 50 MiB for each of the 2 tasks that share a process, but a block of 8,000 rows a leader x 784 columns joined by 3 leaders a row needs 235 MiB. Raise memory, lower block-rows or overlap or let fewer tasks share a process (spark.task.cpus).");
  }

  @Test
  void refusesAllPairsInBlocks() {
    assertThatThrownBy(() -> plan(70_000, 784, 8, 2, "block-rows=8000", "mode=exact"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("All pairs are compared in one block, but block-rows is 8,000:");
  }

  private static BlockPlan plan(long rows, int dim, int heap, int cores, String... settings) {
    return new BlockPlanner(
            parameters(settings), TableFacts.ofShape(rows, dim), Machine.local(heap * GIB, cores))
        .plan();
  }

  private static KnnGraphParameters parameters(String... settings) {
    return TestTables.parameters(15, Metric.EUCLIDEAN, SearchMode.AUTO, 0.98, settings);
  }
}
