package io.geodesy.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestDataReadmeTest {
  private static final Path FOLDER = Path.of("../test-data");

  @Test
  void listsEveryFileWithItsDigest() throws IOException {
    assertThat(listed()).isEqualTo(present());
  }

  private static Map<String, String> listed() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (String line : Files.readAllLines(FOLDER.resolve("README.md"))) {
      if (line.startsWith("| `")) {
        String[] cells = line.split("\\|", -1);
        digests.put(cells[1].strip().replace("`", ""), cells[cells.length - 2].strip());
      }
    }
    return digests;
  }

  private static Map<String, String> present() throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = FOLDER.relativize(file).toString().replace('\\', '/');
        if (!name.equals("README.md") && !name.endsWith(".crc")) {
          digests.put(name, sha256(Files.readAllBytes(file)));
        }
      }
    }
    return digests;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
