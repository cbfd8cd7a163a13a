package io.geodesy.jobs.source;

import static io.geodesy.jobs.source.SourceFixture.DATA;
import static io.geodesy.jobs.source.SourceFixture.open;
import static io.geodesy.jobs.source.SourceFixture.openAs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.error.GeodesyException;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.table.EmbeddingSource.InputFile;
import io.geodesy.table.EmbeddingSource.Shape;
import io.geodesy.table.VectorBlock;
import io.geodesy.testing.Promise;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingSourcesTest {
  private static final Path FORMATS = DATA.resolve("formats");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "small.npy",
        "small-fortran.npy",
        "small-half.npy",
        "small-big-endian.npy",
        "small.fvecs",
        "small.bvecs",
        "small.jsonl"
      })
  void readsTheSameVectorsFromEveryFormat(String file) {
    VectorBlock expected = SourceFixture.block(open(FORMATS.resolve("small.parquet")));

    VectorBlock actual = SourceFixture.block(open(FORMATS.resolve(file)));

    assertThat(actual.values()).containsExactly(expected.values());
    assertThat(actual.ids().get(199)).isEqualTo(199L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "small.parquet",
        "small.npy",
        "small-fortran.npy",
        "small-half.npy",
        "small.fvecs",
        "small.bvecs"
      })
  void knowsTheShapeWithoutReading(String file) {
    assertThat(open(FORMATS.resolve(file)).shape()).contains(new Shape(200, 16, true));
  }

  @Test
  void estimatesTheShapeOfJsonLines() {
    Shape shape = open(FORMATS.resolve("small.jsonl")).shape().orElseThrow();

    assertThat(shape.dim()).isEqualTo(16);
    assertThat(shape.isExact()).isFalse();
    assertThat(shape.rows()).isBetween(190L, 210L);
  }

  @Test
  void tellsTheFormatByTheFirstBytes(@TempDir Path folder) throws IOException {
    for (String file : new String[] {"small.parquet", "small.npy", "small.jsonl"}) {
      Path copy = Files.copy(FORMATS.resolve(file), folder.resolve(file.replace('.', '_')));
      assertThat(open(copy).shape().orElseThrow().dim()).isEqualTo(16);
    }
  }

  @Test
  void asksForAFormatThatNothingTells(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("table"), "1,2,3\n");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Neither the name nor the first bytes of "
                + file
                + " tell its format. Give it with --format: one of parquet, npy, fvecs, bvecs, jsonl.");
  }

  @Test
  void refusesAnUnknownFormat() {
    assertThatThrownBy(() -> openAs("parket", FORMATS.resolve("small.parquet")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("format is parket, which is not known. Did you mean parquet?");
  }

  @Test
  void listsFilesByNameWithoutThoseHidden(@TempDir Path folder) throws IOException {
    Path table = Files.createDirectories(folder.resolve("t.parquet/part=1"));
    Files.copy(FORMATS.resolve("small.parquet"), table.resolve("b.parquet"));
    Files.copy(FORMATS.resolve("small.parquet"), table.resolve("a.parquet"));
    Files.writeString(folder.resolve("t.parquet/_SUCCESS"), "");
    Files.writeString(table.resolve(".b.parquet.crc"), "");

    assertThat(open(folder.resolve("t.parquet")).files())
        .extracting(InputFile::name)
        .containsExactly("part=1/a.parquet", "part=1/b.parquet");
    assertThat(open(folder.resolve("t.parquet")).shape()).contains(new Shape(400, 16, true));
  }

  @Test
  void readsFoldersBelow(@TempDir Path folder) throws IOException {
    Files.copy(FORMATS.resolve("small.parquet"), folder.resolve("a.parquet"));
    Path below = Files.createDirectories(folder.resolve("more/deep"));
    Files.copy(FORMATS.resolve("small.parquet"), below.resolve("b.parquet"));

    assertThat(open(folder).read(SharedSession.get()).count()).isEqualTo(400);
  }

  @Test
  void takesFolderNamesForColumnsWhereTheyAreValues(@TempDir Path folder) throws IOException {
    for (int day = 1; day <= 2; day++) {
      Path part = Files.createDirectories(folder.resolve("day=" + day));
      Files.copy(FORMATS.resolve("small.parquet"), part.resolve("a.parquet"));
    }

    assertThat(open(folder).read(SharedSession.get()).columns()).contains("day");
    assertThat(open(folder).read(SharedSession.get()).count()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.parquet", "small.jsonl"})
  void readsANameThatWouldBeAPattern(String file, @TempDir Path folder) throws IOException {
    Path odd = Files.createDirectories(folder.resolve("of[1]{a}"));
    Path copy = Files.copy(FORMATS.resolve(file), odd.resolve("v?*." + file.substring(6)));

    assertThat(open(copy).read(SharedSession.get()).count()).isEqualTo(200);
    assertThat(open(odd).read(SharedSession.get()).count()).isEqualTo(200);
  }

  @Test
  @Promise(
      "Links in an input folder that lead nowhere or in a circle are refused by name before any job; what others lead to is read once")
  void seesThroughLinks(@TempDir Path folder) throws IOException {
    Path table = Files.createDirectories(folder.resolve("table"));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.copy(FORMATS.resolve("small.parquet"), elsewhere.resolve("a.parquet"));
    Files.createSymbolicLink(table.resolve("b.parquet"), elsewhere.resolve("a.parquet"));
    assertThat(open(table).read(SharedSession.get()).count()).isEqualTo(200);

    Path lost = Files.createSymbolicLink(table.resolve("lost.parquet"), folder.resolve("gone"));
    assertThatThrownBy(() -> open(table))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            lost
                + " is a link that leads nowhere: its rows would be missing. Mend the link, or remove it.");
    Files.delete(lost);

    Path circle = Files.createSymbolicLink(table.resolve("again"), table);
    assertThatThrownBy(() -> open(table))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(circle + " is a link to " + table.toRealPath());
  }

  @Test
  @Promise("An archive given as input is refused by name before any job; nothing is unpacked")
  void refusesArchives(@TempDir Path folder) throws IOException {
    Path archive = folder.resolve("v.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("../../small.parquet"));
      zip.write(Files.readAllBytes(FORMATS.resolve("small.parquet")));
    }

    assertThatThrownBy(() -> open(archive))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Neither the name nor the first bytes of " + archive);
    assertThatThrownBy(() -> openAs("parquet", archive).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("File " + archive + " is not Parquet");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(archive);
    }
    assertThat(folder.resolve("../../small.parquet")).doesNotExist();
  }

  @Test
  void namesASingleFileByItsName() {
    InputFile file = open(FORMATS.resolve("small.npy")).files().get(0);

    assertThat(file.name()).isEqualTo("small.npy");
    assertThat(file.length()).isEqualTo(12928);
    assertThat(file.modified()).isPositive();
  }

  @Test
  void readsAPattern() {
    EmbeddingSource source = open(FORMATS + "/small.{parquet,pq}");

    assertThat(source.read(SharedSession.get()).count()).isEqualTo(200);
  }

  @Test
  @Promise("An input that is not there is refused before any job, with the name nearest to it")
  void namesWhatIsNearWhenNothingIsThere() {
    assertThatThrownBy(() -> open("../test-data/digit.parquet"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "There is nothing at ../test-data/digit.parquet. Did you mean ../test-data/digits.parquet?");
    assertThatThrownBy(() -> open("../test-data/embeddings-of-2024.parquet"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "There is nothing at ../test-data/embeddings-of-2024.parquet. The folder ../test-data/ holds README.md, digits.parquet, formats, published, synthetic.");
    assertThatThrownBy(() -> open("no-such-folder/t.parquet"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "There is nothing at no-such-folder/t.parquet, nor is there a folder no-such-folder.");
  }

  @Test
  void refusesAFolderWithoutFiles(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("_SUCCESS"), "");

    assertThatThrownBy(() -> open(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            folder
                + " holds no files. Files and folders whose names begin with _ or . are not read.");
  }

  @Test
  void refusesWhatIsNoPath() {
    assertThatThrownBy(() -> open(""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"\" is not a path");
    assertThatThrownBy(() -> open("gopher://host/t.parquet"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "gopher://host/t.parquet cannot be opened: No FileSystem for scheme \"gopher\". Use a scheme whose file system is on the class path, or copy the table.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "npy", "fvecs", "bvecs", "jsonl"})
  void refusesFilesWithoutBytes(String format, @TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("t." + format));

    assertThatThrownBy(() -> open(file).read(SharedSession.get()))
        .isInstanceOf(GeodesyException.class)
        .hasMessageContaining("File " + file)
        .hasMessageContaining("0 bytes");
  }
}
