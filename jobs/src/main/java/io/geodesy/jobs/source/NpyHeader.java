package io.geodesy.jobs.source;

import io.geodesy.error.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * The header of NumPy's npy format, versions 1 to 3: magic, version, length, then a Python dict
 * with {@code descr}, {@code fortran_order} and {@code shape}.
 */
final class NpyHeader {
  private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|\\[)");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");
  private static final int LONGEST = 1 << 20;

  private NpyHeader() {}

  /** Reads it; see {@link PackedSource.Header}. */
  static PackedLayout layout(FSDataInputStream in, String path, long length) throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new DataException(
          "File %s is not npy: it does not begin with \\x93NUMPY. Save it with numpy.save, or give its format with --format."
              .formatted(path));
    }
    int version = in.readUnsignedByte();
    int minor = in.readUnsignedByte();
    if (version < 1 || version > 3) {
      throw new DataException(
          "File %s is npy version %d.%d, but versions 1 to 3 are read. Save it again with numpy.save."
              .formatted(path, version, minor));
    }
    int prefix = MAGIC.length + 2 + (version == 1 ? 2 : 4);
    int headerLength =
        version == 1
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.reverseBytes(in.readInt());
    if (headerLength < 0 || headerLength > LONGEST || prefix + headerLength > length) {
      throw new DataException(
          "File %s says its header has %d bytes, but the file has %d. Copy or save it again."
              .formatted(path, headerLength, length));
    }
    byte[] header = new byte[headerLength];
    in.readFully(header);
    return layout(
        new String(header, StandardCharsets.UTF_8), path, length, prefix + (long) headerLength);
  }

  private static PackedLayout layout(String header, String path, long length, long start) {
    long[] shape = shape(header, path);
    String type = type(header, path);
    ElementType element =
        switch (type.substring(1)) {
          case "f2" -> ElementType.FLOAT16;
          case "f4" -> ElementType.FLOAT32;
          case "f8" -> ElementType.FLOAT64;
          default -> throw wrongType(path, type);
        };
    PackedLayout layout =
        new PackedLayout(
            path,
            shape[0],
            (int) shape[1],
            start,
            element,
            type.charAt(0) == '>',
            find(ORDER, header, path).equals("True"),
            false);
    double expected = start + (double) shape[0] * shape[1] * element.bytes();
    if (length != expected) {
      throw new DataException(
          "File %s has %d bytes, but its header promises %d rows of %d elements of %s, which end at byte %.0f. Copy or save it again."
              .formatted(path, length, shape[0], shape[1], type, expected));
    }
    return layout;
  }

  private static String type(String header, String path) {
    Matcher descr = DESCR.matcher(header);
    String type = descr.find() ? Optional.ofNullable(descr.group(1)).orElse("[...]") : "";
    if (type.length() < 3 || "<>=|".indexOf(type.charAt(0)) < 0) {
      throw wrongType(path, type);
    }
    return type;
  }

  private static DataException wrongType(String path, String type) {
    return new DataException(
        "File %s holds elements of type %s, but f2, f4 and f8 are read. Save it again after astype('float32')."
            .formatted(path, type));
  }

  private static long[] shape(String header, String path) {
    String text = find(SHAPE, header, path);
    long[] shape;
    try {
      shape =
          Arrays.stream(text.replace("L", "").split(",", -1))
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
    } catch (NumberFormatException e) {
      throw unreadable(path, header);
    }
    if (shape.length != 2 || shape[1] < 1 || shape[1] > Integer.MAX_VALUE / Double.BYTES) {
      throw new DataException(
          "File %s holds an array of shape (%s), but a table of vectors has two dimensions: rows and elements. Reshape it before saving."
              .formatted(path, text.strip()));
    }
    return shape;
  }

  private static String find(Pattern pattern, String header, String path) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw unreadable(path, header);
    }
    return matcher.group(1);
  }

  private static DataException unreadable(String path, String header) {
    return new DataException(
        "File %s has an npy header that cannot be understood: %s. Save it again with numpy.save."
            .formatted(path, header.strip()));
  }
}
