package io.geodesy.jobs.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.function.IntFunction;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes NumPy arrays into one {@code .npz} archive: a ZIP of {@code .npy} files of version 1.0,
 * little-endian. Equal arrays give equal bytes.
 *
 * <p>Reference: NumPy Enhancement Proposal 1, A simple file format for NumPy arrays.
 */
final class NpzWriter implements AutoCloseable {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** The header, its length included, fills a multiple of this. */
  private static final int ALIGNMENT = 64;

  private static final int BUFFER = 1 << 16;

  /** The least time a ZIP can hold: the archive must not depend on when it was written. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

  /** Writes to a stream, which {@link #close} closes. */
  NpzWriter(OutputStream out) {
    zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
  }

  /** Writes int32. */
  void put(String name, int[] values) throws IOException {
    begin(name, "<i4", shape(values.length));
    for (int value : values) {
      room(Integer.BYTES).putInt(value);
    }
    end();
  }

  /** Writes int64. */
  void put(String name, long[] values) throws IOException {
    begin(name, "<i8", shape(values.length));
    for (long value : values) {
      room(Long.BYTES).putLong(value);
    }
    end();
  }

  /** Writes float32. */
  void put(String name, float[] values) throws IOException {
    begin(name, "<f4", shape(values.length));
    for (float value : values) {
      room(Float.BYTES).putFloat(value);
    }
    end();
  }

  /** Writes one text of ASCII bytes, an array without dimensions. */
  void put(String name, String value) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    begin(name, "|S" + bytes.length, "()");
    for (byte letter : bytes) {
      room(Byte.BYTES).put(letter);
    }
    end();
  }

  /**
   * Writes texts as UTF-32, each padded to the longest.
   *
   * @param count how many
   * @param text the i-th
   */
  void put(String name, int count, IntFunction<String> text) throws IOException {
    int longest = 1;
    for (int i = 0; i < count; i++) {
      String value = text.apply(i);
      longest = Math.max(longest, value.codePointCount(0, value.length()));
    }
    begin(name, "<U" + longest, shape(count));
    for (int i = 0; i < count; i++) {
      int[] letters = text.apply(i).codePoints().toArray();
      for (int c = 0; c < longest; c++) {
        room(Integer.BYTES).putInt(c < letters.length ? letters[c] : 0);
      }
    }
    end();
  }

  private static String shape(int length) {
    return "(" + length + ",)";
  }

  private void begin(String name, String type, String shape) throws IOException {
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    int used = MAGIC.length + Short.BYTES + header.length() + 1;
    String padded = header + " ".repeat((ALIGNMENT - used % ALIGNMENT) % ALIGNMENT) + "\n";
    zip.write(MAGIC);
    room(Short.BYTES).putShort((short) padded.length());
    flush();
    zip.write(padded.getBytes(StandardCharsets.US_ASCII));
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    zip.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private void end() throws IOException {
    flush();
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
