package io.geodesy.jobs.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads the arrays of an archive, by the format's description alone. */
final class NpzFile {
  private static final Pattern HEADER =
      Pattern.compile("\\{'descr': '(.*)', 'fortran_order': False, 'shape': \\((.*)\\), \\} *\n");

  private final Map<String, Array> arrays = new HashMap<>();

  /**
   * One array.
   *
   * @param type as NumPy writes it
   * @param shape between the parentheses
   * @param content after the header
   */
  record Array(String type, String shape, ByteBuffer content) {
    int[] ints() {
      int[] values = new int[content.remaining() / Integer.BYTES];
      content.duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
      return values;
    }

    long[] longs() {
      long[] values = new long[content.remaining() / Long.BYTES];
      content.duplicate().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
      return values;
    }

    float[] floats() {
      float[] values = new float[content.remaining() / Float.BYTES];
      content.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return values;
    }

    String text(Charset charset) {
      return charset.decode(content.duplicate()).toString();
    }
  }

  static NpzFile read(Path path) {
    NpzFile npz = new NpzFile();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        npz.arrays.put(
            entry.getName().replace(".npy", ""), array(zip.getInputStream(entry).readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return npz;
  }

  private static Array array(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    buffer.get(magic);
    if (!new String(magic, StandardCharsets.ISO_8859_1).equals("\u0093NUMPY\u0001\u0000")) {
      throw new AssertionError("no NumPy array");
    }
    byte[] header = new byte[buffer.getShort()];
    buffer.get(header);
    if ((header.length + 10) % 64 != 0) {
      throw new AssertionError("the header is not aligned");
    }
    Matcher matcher = HEADER.matcher(new String(header, StandardCharsets.US_ASCII));
    if (!matcher.matches()) {
      throw new AssertionError(new String(header, StandardCharsets.US_ASCII));
    }
    return new Array(matcher.group(1), matcher.group(2), buffer.slice());
  }

  Array array(String name) {
    return arrays.get(name);
  }

  Iterable<String> names() {
    return arrays.keySet();
  }
}
