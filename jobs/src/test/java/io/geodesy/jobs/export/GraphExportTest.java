package io.geodesy.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.geodesy.error.CannotWriteException;
import io.geodesy.error.ConfigException;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphExportTest {
  private static final List<Row> NUMBERED =
      List.of(
          row(7L, new Long[] {-1L, 40L}, 0f, 2.5f),
          row(40L, new Long[] {7L, -1L}, 2.5f, 2.5f),
          row(-1L, new Long[] {7L, 40L}, 0f, 2.5f));

  @TempDir Path folder;

  @Test
  void writesTheArraysThatScipyTakes() {
    Path file = folder.resolve("graph.npz");
    assertThat(export(numbered()).write(GraphFormat.CSR_NPZ, file.toString())).isEqualTo(3);

    NpzFile npz = NpzFile.read(file);
    assertThat(npz.names())
        .containsExactlyInAnyOrder("format", "shape", "indptr", "indices", "data", "ids");
    assertThat(npz.array("format").type()).isEqualTo("|S3");
    assertThat(npz.array("format").shape()).isEmpty();
    assertThat(npz.array("format").text(StandardCharsets.US_ASCII)).isEqualTo("csr");
    assertThat(npz.array("shape").type()).isEqualTo("<i8");
    assertThat(npz.array("shape").longs()).containsExactly(3, 3);
    // Rows stand in the order of their ids, -1, 7, 40.
    assertThat(npz.array("ids").longs()).containsExactly(-1, 7, 40);
    assertThat(npz.array("indptr").type()).isEqualTo("<i4");
    assertThat(npz.array("indptr").shape()).isEqualTo("4,");
    assertThat(npz.array("indptr").ints()).containsExactly(0, 2, 4, 6);
    assertThat(npz.array("indices").ints()).containsExactly(1, 2, 0, 2, 1, 0);
    assertThat(npz.array("data").type()).isEqualTo("<f4");
    assertThat(npz.array("data").floats()).containsExactly(0f, 2.5f, 0f, 2.5f, 2.5f, 2.5f);
  }

  @Test
  void writesTextIdsPaddedToTheLongest() {
    Dataset<Row> graph =
        table(
            List.of(row("b", new String[] {"äé"}, 1f), row("äé", new String[] {"b"}, 1f)),
            DataTypes.StringType);
    Path file = folder.resolve("graph.npz");
    export(graph).write(GraphFormat.CSR_NPZ, file.toString());

    NpzFile.Array ids = NpzFile.read(file).array("ids");
    assertThat(ids.type()).isEqualTo("<U2");
    assertThat(ids.text(Charset.forName("UTF-32LE"))).isEqualTo("b\0äé");
  }

  @Test
  void writesMoreThanTheBufferHolds() {
    List<Row> rows =
        Stream.iterate(0L, i -> i + 1)
            .limit(30_000)
            .map(i -> row(i, new Long[] {(i + 1) % 30_000}, i / 8f))
            .toList();
    Path file = folder.resolve("graph.npz");
    export(table(rows, DataTypes.LongType)).write(GraphFormat.CSR_NPZ, file.toString());

    NpzFile npz = NpzFile.read(file);
    assertThat(npz.array("indices").ints()).hasSize(30_000).startsWith(1, 2).endsWith(29_999, 0);
    assertThat(npz.array("data").floats()[29_999]).isEqualTo(29_999 / 8f);
  }

  @Test
  void writesEqualBytesForEqualGraphs() throws IOException {
    export(numbered()).write(GraphFormat.CSR_NPZ, folder + "/a.npz");
    export(numbered().repartition(3)).write(GraphFormat.CSR_NPZ, folder + "/b.npz");

    assertThat(Files.readAllBytes(folder.resolve("a.npz")))
        .isEqualTo(Files.readAllBytes(folder.resolve("b.npz")));
  }

  @Test
  void writesTheColumnThatViewersTake() {
    Path file = folder.resolve("graph.parquet");
    export(numbered()).write(GraphFormat.VIEWER, file.toString());

    assertThat(file).isRegularFile();
    Dataset<Row> rows = SharedSession.get().read().parquet(file.toString());
    assertThat(rows.schema().apply("neighbors").dataType().simpleString())
        .isEqualTo("struct<ids:array<bigint>,distances:array<float>>");
    List<Row> read = rows.collectAsList();
    assertThat(read).extracting(row -> row.getLong(0)).containsExactly(0L, 1L, 2L);
    assertThat(read).extracting(row -> row.getLong(1)).containsExactly(-1L, 7L, 40L);
    assertThat(read.get(1).getStruct(2).<Long>getList(0)).containsExactly(0L, 2L);
    assertThat(read.get(1).getStruct(2).<Float>getList(1)).containsExactly(0f, 2.5f);
  }

  @Test
  void leavesNothingBesideTheFile() throws IOException {
    export(numbered()).write(GraphFormat.CSR_NPZ, folder + "/a.npz");
    export(numbered()).write(GraphFormat.VIEWER, folder + "/a.parquet");

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("a.npz", "a.parquet");
    }
  }

  @Test
  void overwritesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("graph.npz"), "mine");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> export(numbered()).write(GraphFormat.CSR_NPZ, file.toString()))
        .withMessage(
            "%s is there already, and an export overwrites nothing. Name another file by --to, or remove it."
                .formatted(file));
    assertThat(file).hasContent("mine");
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");

    assertThatExceptionOfType(CannotWriteException.class)
        .isThrownBy(() -> export(numbered()).write(GraphFormat.CSR_NPZ, file + "/graph.npz"))
        .withMessageContaining("cannot be written");
  }

  @Test
  void namesTheNearestFormat() {
    assertThat(GraphFormat.named("viewer")).isEqualTo(GraphFormat.VIEWER);
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> GraphFormat.named("csr-npy"))
        .withMessage("--format is csr-npy, which is not known. Did you mean csr-npz?");
  }

  private static GraphExport export(Dataset<Row> graph) {
    return new GraphExport(graph, new Configuration());
  }

  private static Row row(Object id, Object[] neighbors, float... distances) {
    return RowFactory.create(id, neighbors, distances, 0);
  }

  private static Dataset<Row> numbered() {
    return table(NUMBERED, DataTypes.LongType);
  }

  private static Dataset<Row> table(List<Row> rows, DataType id) {
    return SharedSession.get().createDataFrame(rows, StandardTables.NEIGHBORS.schema(id));
  }
}
