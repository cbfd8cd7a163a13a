package io.geodesy.jobs.source;

import static io.geodesy.jobs.source.SourceFixture.DATA;
import static io.geodesy.jobs.source.SourceFixture.open;
import static io.geodesy.jobs.source.SourceFixture.openAs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import io.geodesy.table.BadRows;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.table.EmbeddingSource.Shape;
import io.geodesy.table.VectorValidation;
import io.geodesy.table.ZeroVectors;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParquetSourceTest {
  private static final Path SMALL = DATA.resolve("formats/small.parquet");

  @Test
  void takesColumnsByTheNamesTheUserGives(@TempDir Path folder) {
    Path table = folder.resolve("t.parquet");
    SharedSession.get()
        .read()
        .parquet(SMALL.toString())
        .selectExpr("label as kind", "id as `the key`", "vector as `em.b`", "1 as t")
        .write()
        .parquet(table.toString());

    EmbeddingSource source =
        open(table.toString(), Optional.empty(), "the key", "em.b", Optional.of("kind"));

    assertThat(source.read(SharedSession.get()).columns())
        .containsExactly("id", "vector", "label", "t");
    assertThat(SourceFixture.block(source).rows()).isEqualTo(200);
    assertThat(source.shape()).contains(new Shape(200, 16, true));
  }

  @Test
  void takesLabelAndGroupByThemselves(@TempDir Path folder) {
    Path table = folder.resolve("t.parquet");
    SharedSession.get()
        .read()
        .parquet(SMALL.toString())
        .selectExpr("*", "id % 2 as group")
        .write()
        .parquet(table.toString());

    assertThat(open(table).read(SharedSession.get()).columns())
        .containsExactly("id", "vector", "label", "group");
  }

  @Test
  void namesTheNearestColumnWhenOneIsMissing() {
    assertThatThrownBy(
            () ->
                open(SMALL.toString(), Optional.empty(), "id", "vectors", Optional.empty())
                    .read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            SMALL
                + " has no column vectors. Did you mean --vector-column vector? It has id, vector, label.");
    assertThatThrownBy(
            () ->
                open(SMALL.toString(), Optional.empty(), "id", "vector", Optional.of("category"))
                    .read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            SMALL
                + " has no column category. Name the right one with --label-column. It has id, vector, label.");
  }

  @Test
  void readsMllibVectors(@TempDir Path folder) {
    Path table = folder.resolve("t.parquet");
    StructType schema =
        new StructType().add("id", DataTypes.LongType).add("vector", SQLDataTypes.VectorType());
    SharedSession.get()
        .createDataFrame(
            List.of(
                RowFactory.create(1L, Vectors.dense(1, 2, 3)),
                RowFactory.create(2L, Vectors.sparse(3, new int[] {1}, new double[] {5}))),
            schema)
        .coalesce(1)
        .write()
        .parquet(table.toString());

    assertThat(SourceFixture.block(open(table)).values()).containsExactly(1, 2, 3, 0, 5, 0);
  }

  @Test
  void namesTheRowOfANullMllibVector(@TempDir Path folder) {
    Path table = folder.resolve("t.parquet");
    StructType schema =
        new StructType().add("id", DataTypes.LongType).add("vector", SQLDataTypes.VectorType());
    SharedSession.get()
        .createDataFrame(
            List.of(RowFactory.create(1L, Vectors.dense(1)), RowFactory.create(2L, null)), schema)
        .write()
        .parquet(table.toString());

    assertThatThrownBy(() -> SourceFixture.block(open(table)))
        .hasMessageContaining("row 2: column vector is null");
  }

  @Test
  void knowsAnEmptyTable() {
    EmbeddingSource source = open(DATA.resolve("synthetic/empty.parquet"));

    assertThat(source.shape()).contains(new Shape(0, 0, true));
    assertThatThrownBy(() -> SourceFixture.block(source))
        .isInstanceOf(DataException.class)
        .hasMessage("No usable rows in ../test-data/synthetic/empty.parquet: the table is empty.");
  }

  @Test
  void countsTheBadRowsOfTheTestTable() {
    EmbeddingSource source = open(DATA.resolve("synthetic/bad-rows.parquet"));
    Dataset<Row> raw = source.read(SharedSession.get());

    assertThat(new VectorValidation("t", BadRows.DROP, ZeroVectors.ALLOWED).check(raw).rows())
        .isEqualTo(201);
    assertThat(new VectorValidation("t", BadRows.DROP, ZeroVectors.BAD).check(raw).rows())
        .isEqualTo(200);
  }

  @Test
  void refusesAFileOfAnotherFormat() {
    Path npy = DATA.resolve("formats/small.npy");

    assertThatThrownBy(() -> openAs("parquet", npy).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "File "
                + npy
                + " is not Parquet: it neither begins nor ends with PAR1. Give its format with --format.");
  }

  @Test
  void refusesATruncatedFile(@TempDir Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(SMALL);
    Path file = Files.write(folder.resolve("t.parquet"), Arrays.copyOf(bytes, 1000));

    assertThatThrownBy(() -> open(file).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "File "
                + file
                + " begins as Parquet but does not end with PAR1: it is truncated at byte 1000. Copy or write it again.");
  }

  @Test
  void refusesADamagedFooter(@TempDir Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(SMALL);
    Arrays.fill(bytes, bytes.length - 200, bytes.length - 100, (byte) 0x55);
    Path file = Files.write(folder.resolve("t.parquet"), bytes);

    assertThatThrownBy(() -> open(file).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("File " + file + " cannot be read as Parquet: ");
    assertThatThrownBy(() -> open(file).shape())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("File " + file + " cannot be read as Parquet: ");
  }

  @Test
  void refusesDamagedPages(@TempDir Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(SMALL);
    Arrays.fill(bytes, 4, bytes.length - 1200, (byte) 0x55);
    Path file = Files.write(folder.resolve("t.parquet"), bytes);

    assertThatThrownBy(() -> SourceFixture.block(open(file)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("File file://" + file + " cannot be read: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id, vector as embedding, label | has no column vector, which a.parquet has: it has embedding, id, label.",
        "id, cast(vector as array<double>) as vector | holds column vector.list.element as double, where other files of the table have it as float.",
        "cast(id as string) as id, vector | holds column id as binary, where other files of the table have it as bigint."
      })
  @Promise(
      "A file whose columns or types are not those of the other files of a table ends a run with exit code 65, the names of file and column, and what to do")
  void refusesFilesThatDiffer(String columns, String expected, @TempDir Path folder)
      throws IOException {
    Path table = Files.createDirectories(folder.resolve("t"));
    Files.copy(SMALL, table.resolve("a.parquet"));
    SharedSession.get()
        .read()
        .parquet(SMALL.toString())
        .selectExpr(columns.split(",(?![^(]*\\)) *"))
        .coalesce(1)
        .write()
        .parquet(folder.resolve("b").toString());
    try (Stream<Path> files = Files.list(folder.resolve("b"))) {
      Path part = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(part, table.resolve("b.parquet"));
    }

    assertThatThrownBy(() -> SourceFixture.block(open(table)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b.parquet " + expected)
        .hasMessageContaining("Write all files of a table with the same ");
  }
}
