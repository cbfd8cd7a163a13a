package io.geodesy.spectral;

import java.nio.ByteBuffer;

/** How the rows that blocks need of each other travel. */
enum GhostValues {
  /** As float32, for vectors that need no more than seven digits. */
  ROUNDED(Float.BYTES) {
    @Override
    void put(double[] values, ByteBuffer bytes) {
      float[] rounded = new float[values.length];
      for (int at = 0; at < rounded.length; at++) {
        rounded[at] = (float) values[at];
      }
      bytes.asFloatBuffer().put(rounded);
    }

    @Override
    void get(ByteBuffer bytes, double[] values) {
      float[] rounded = new float[values.length];
      bytes.asFloatBuffer().get(rounded);
      for (int at = 0; at < rounded.length; at++) {
        values[at] = rounded[at];
      }
    }
  },
  /** As float64, to the bit. */
  WHOLE(Double.BYTES) {
    @Override
    void put(double[] values, ByteBuffer bytes) {
      bytes.asDoubleBuffer().put(values);
    }

    @Override
    void get(ByteBuffer bytes, double[] values) {
      bytes.asDoubleBuffer().get(values);
    }
  };

  private final int bytes;

  GhostValues(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the bytes of a value. */
  int bytes() {
    return bytes;
  }

  /** Writes values from where the buffer stands. */
  abstract void put(double[] values, ByteBuffer bytes);

  /** Reads values from where the buffer stands. */
  abstract void get(ByteBuffer bytes, double[] values);
}
