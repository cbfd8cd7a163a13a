package io.geodesy.jobs.source;

import static io.geodesy.jobs.source.SourceFixture.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.error.DataException;
import io.geodesy.table.VectorBlock;
import io.geodesy.testing.SharedSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSourceTest {
  @TempDir Path folder;

  @Test
  void readsTextIdsMixedNumbersAndBlankLines() throws IOException {
    Path file =
        write("{\"id\": \"b\", \"vector\": [1, 2.5]}\n\n{\"id\": \"a\", \"vector\": [3, 4]}\n");

    VectorBlock block = SourceFixture.block(open(file));

    assertThat(block.ids().get(0)).isEqualTo("a");
    assertThat(block.values()).containsExactly(3, 4, 1, 2.5f);
  }

  @Test
  void readsCompressedLines() throws IOException {
    Path file = folder.resolve("t.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("{\"id\": 1, \"vector\": [1, 2]}\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(SourceFixture.block(open(file)).values()).containsExactly(1, 2);
    assertThat(open(file).shape()).isEmpty();
  }

  @Test
  void namesTheFirstLineThatIsNoObject() throws IOException {
    Path file =
        write("{\"id\": 1, \"vector\": [1, 2]}\n{\"id\": 2, \"vector\": [1, 2}\n{\"id\": 3\n");

    assertThatThrownBy(() -> open(file).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Line 2 of %s is not a JSON object: {\"id\": 2, \"vector\": [1, 2}. Mend the line: JSON lines hold one object a line."
                .formatted(file));
  }

  @Test
  void namesNumbersThatAreNotFinite() throws IOException {
    Path file =
        write(
            """
            {"id": 1, "vector": [1, NaN]}
            {"id": 2, "vector": [-Infinity, 2]}
            {"id": 3, "vector": [null, 2]}
            {"vector": [1, 2]}
            {"id": 5}
            """);

    assertThatThrownBy(() -> SourceFixture.block(open(file)))
        .hasMessageContaining("- 1 row with a null id.")
        .hasMessageContaining("row 5: column vector is null")
        .hasMessageContaining("row 3: element 0 of column vector is null")
        .hasMessageContaining("row 1: element 1 of column vector is NaN")
        .hasMessageContaining("row 2: element 0 of column vector is -infinity");
  }

  @Test
  void namesTheTypeOfElementsThatAreNoNumbers() throws IOException {
    Path file = write("{\"id\": 1, \"vector\": [1, \"x\"]}\n");

    assertThatThrownBy(() -> SourceFixture.block(open(file)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Column vector of table %s is ARRAY<STRING>".formatted(file));
  }

  @Test
  void namesColumnsThatAreThere() throws IOException {
    Path file = write("{\"key\": 1, \"embedding\": [1, 2]}\n");

    assertThatThrownBy(() -> open(file).read(SharedSession.get()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s has no column id. Name the right one with --id-column. It has embedding, key."
                .formatted(file));
  }

  private Path write(String lines) throws IOException {
    return Files.writeString(folder.resolve("t.jsonl"), lines);
  }
}
