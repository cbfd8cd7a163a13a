import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the Python package and the jar into a wheel (the binary distribution format of PyPA), so that the build needs
 * neither Python nor a network: Wheel.java VERSION SOURCES JAR LICENSE FOLDER. The same input gives the same bytes.
 */
public final class Wheel {

  public static void main(String[] arguments) throws Exception {
    String version = arguments[0];
    Path sources = Path.of(arguments[1]);
    String info = "geodesy-" + version + ".dist-info/";
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(sources.resolve("geodesy"))) {
      for (Path file : found.filter(f -> f.toString().endsWith(".py")).toList()) {
        files.put(sources.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    files.put("geodesy/geodesy.jar", Files.readAllBytes(Path.of(arguments[2])));
    files.put(info + "METADATA", metadata(version).getBytes(StandardCharsets.UTF_8));
    files.put(info + "WHEEL", "Wheel-Version: 1.0\nGenerator: geodesy\nRoot-Is-Purelib: true\nTag: py3-none-any\n".getBytes(StandardCharsets.UTF_8));
    files.put(info + "licenses/LICENSE", Files.readAllBytes(Path.of(arguments[3])));
    StringBuilder record = new StringBuilder();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.getValue());
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
      record.append("%s,sha256=%s,%d\n".formatted(file.getKey(), text, file.getValue().length));
    }
    record.append(info).append("RECORD,,\n");
    files.put(info + "RECORD", record.toString().getBytes(StandardCharsets.UTF_8));

    Path folder = Files.createDirectories(Path.of(arguments[4]));
    try (Stream<Path> old = Files.list(folder)) {
      for (Path wheel : old.filter(f -> f.toString().endsWith(".whl")).toList()) {
        Files.delete(wheel);
      }
    }
    Path wheel = folder.resolve("geodesy-" + version + "-py3-none-any.whl");
    Files.write(wheel, zip(files));
    System.out.println("Wrote " + wheel);
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static String metadata(String version) {
    return String.join(
        "\n",
        List.of(
            "Metadata-Version: 2.1",
            "Name: geodesy",
            "Version: " + version,
            "Summary: The shape of an embedding table, as stages of pyspark.ml.",
            "License: Apache-2.0",
            "Requires-Python: >=3.10",
            "Requires-Dist: pyspark>=4.0,<5",
            "Requires-Dist: numpy",
            ""));
  }
}
