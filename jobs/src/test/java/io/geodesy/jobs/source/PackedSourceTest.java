package io.geodesy.jobs.source;

import static io.geodesy.jobs.source.SourceFixture.DATA;
import static io.geodesy.jobs.source.SourceFixture.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import io.geodesy.table.EmbeddingSource;
import io.geodesy.table.VectorBlock;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedSourceTest {
  private static final Path FORMATS = DATA.resolve("formats");

  @TempDir Path folder;

  @Test
  void countsRowsOnFromFileToFile() throws IOException {
    Path table = Files.createDirectory(folder.resolve("shards"));
    Files.write(table.resolve("b.fvecs"), fvecs(2, 5, 6, 7, 8));
    Files.write(table.resolve("a.fvecs"), fvecs(2, 1, 2, 3, 4));

    VectorBlock block = SourceFixture.block(open(table));

    assertThat(block.values()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(block.ids().get(3)).isEqualTo(3L);
  }

  @Test
  void readsRangesOfAFileThatIsManySplitsLong() throws IOException {
    int rows = 5000;
    int dim = 2048; // 40 MiB: two splits of 32 MiB, blocks of 4 MiB
    ByteBuffer bytes = ByteBuffer.allocate(rows * (4 + 4 * dim)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows; i++) {
      bytes.putInt(dim);
      for (int j = 0; j < dim; j++) {
        bytes.putFloat(i + j / 4096f);
      }
    }
    Path file = Files.write(folder.resolve("t.fvecs"), bytes.array());

    EmbeddingSource source = open(file);
    assertThat(source.read(SharedSession.get()).javaRDD().getNumPartitions()).isEqualTo(2);
    VectorBlock block = SourceFixture.block(source);

    for (int i = 0; i < rows; i++) {
      assertThat(block.values()[i * dim]).isEqualTo(i);
      assertThat(block.values()[i * dim + dim - 1]).isEqualTo(i + 2047 / 4096f);
    }
  }

  @Test
  void namesTheRowWhoseDimensionDiffers() throws IOException {
    byte[] bytes = fvecs(3, 1, 2, 3, 4, 5, 6);
    bytes[16] = 2;
    Path file = Files.write(folder.resolve("t.fvecs"), bytes);

    assertThatThrownBy(() -> SourceFixture.block(open(file)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Row 1 of file:%s, at byte 16, says it has 2 elements, but the first row has 3: every row of this format has the same. Write the file again."
                .formatted(file));
  }

  @Test
  void refusesVecsThatAreCutOff() throws IOException {
    Path file =
        Files.write(folder.resolve("t.fvecs"), Arrays.copyOf(fvecs(3, 1, 2, 3, 4, 5, 6), 30));

    assertThatThrownBy(() -> open(file).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "File file:%s has 30 bytes, which is not a whole number of fvecs rows of 3 elements (16 bytes each): row 1 is cut off at byte 30. Copy or write it again."
                .formatted(file));
  }

  @Test
  void refusesVecsThatAreSomethingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("t.bvecs"), "hello, world");

    assertThatThrownBy(() -> open(file).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "File file:%s is not bvecs: it begins with dimension 1819043176, which should be from 1 to 1000000. Give its format with --format."
                .formatted(file));
  }

  @Test
  void refusesAnNpyOfAnotherFormat() throws IOException {
    Path file = Files.writeString(folder.resolve("t.npy"), "hello, world");

    assertThatThrownBy(() -> open(file).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "File file:%s is not npy: it does not begin with \\x93NUMPY. Save it with numpy.save, or give its format with --format."
                .formatted(file));
  }

  @Test
  void refusesATruncatedNpy() throws IOException {
    byte[] bytes = Files.readAllBytes(FORMATS.resolve("small.npy"));
    Path file = Files.write(folder.resolve("t.npy"), Arrays.copyOf(bytes, 5000));

    assertThatThrownBy(() -> open(file).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "File file:%s has 5000 bytes, but its header promises 200 rows of 16 elements of <f4, which end at byte 12928. Copy or save it again."
                .formatted(file));
  }

  @Test
  void refusesAnNpyCutWithinItsHeader() throws IOException {
    byte[] bytes = Files.readAllBytes(FORMATS.resolve("small.npy"));
    Path shortHeader = Files.write(folder.resolve("a.npy"), Arrays.copyOf(bytes, 60));
    Path noHeader = Files.write(folder.resolve("b.npy"), Arrays.copyOf(bytes, 7));

    assertThatThrownBy(() -> open(shortHeader).read(SharedSession.get()))
        .hasMessage(
            "File file:%s says its header has 118 bytes, but the file has 60. Copy or save it again."
                .formatted(shortHeader));
    assertThatThrownBy(() -> open(noHeader).read(SharedSession.get()))
        .hasMessage(
            "File %s ends after 7 bytes, within its header. Copy or write it again."
                .formatted(noHeader));
  }

  @Test
  void refusesOtherShapesAndTypesOfNpy() throws IOException {
    Path flat = Files.write(folder.resolve("flat.npy"), npy("<f4", "(4,)", 16));
    Path ints = Files.write(folder.resolve("ints.npy"), npy("<i8", "(2, 2)", 32));

    assertThatThrownBy(() -> open(flat).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "File file:%s holds an array of shape (4,), but a table of vectors has two dimensions: rows and elements. Reshape it before saving."
                .formatted(flat));
    assertThatThrownBy(() -> open(ints).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "File file:%s holds elements of type <i8, but f2, f4 and f8 are read. Save it again after astype('float32')."
                .formatted(ints));
  }

  @Test
  void refusesAnEmptyNpyTable() throws IOException {
    Path file = Files.write(folder.resolve("t.npy"), npy("<f4", "(0, 8)", 0));

    assertThatThrownBy(() -> SourceFixture.block(open(file)))
        .isInstanceOf(DataException.class)
        .hasMessage("No usable rows in %s: the table is empty.".formatted(file));
  }

  @Test
  void namesElementsOfNpyThatAreTooLarge() throws IOException {
    byte[] bytes = npy("<f8", "(2, 2)", 32);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(bytes.length - 8, 1e39);
    Path file = Files.write(folder.resolve("t.npy"), bytes);

    assertThatThrownBy(() -> SourceFixture.block(open(file)))
        .hasMessageContaining(
            "1 row with an element too large for float32: row 1: element 1 of column vector is 1.0E39.");
  }

  @Test
  void hasNoFurtherColumns() {
    assertThatThrownBy(
            () ->
                open(
                        FORMATS.resolve("small.npy").toString(),
                        Optional.empty(),
                        "id",
                        "vector",
                        Optional.of("kind"))
                    .read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "../test-data/formats/small.npy has no column kind: an npy file holds vectors alone, and row numbers are the ids. Leave --label-column out, or give a Parquet table.");
  }

  @Test
  void readsHalfFloatsExactly() {
    assertThat(ElementType.halfToFloat((short) 0x3C00)).isEqualTo(1f);
    assertThat(ElementType.halfToFloat((short) 0xC000)).isEqualTo(-2f);
    assertThat(ElementType.halfToFloat((short) 0x7BFF)).isEqualTo(65504f);
    assertThat(ElementType.halfToFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(ElementType.halfToFloat((short) 0x7C00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(ElementType.halfToFloat((short) 0x7E00)).isNaN();
  }

  private static byte[] fvecs(int dim, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * (values.length + values.length / dim))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      if (i % dim == 0) {
        bytes.putInt(dim);
      }
      bytes.putFloat(values[i]);
    }
    return bytes.array();
  }

  private static byte[] npy(String type, String shape, int dataBytes) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
    bytes.putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
    return bytes.array();
  }
}
