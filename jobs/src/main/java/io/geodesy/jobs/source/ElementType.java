package io.geodesy.jobs.source;

import java.nio.ByteBuffer;

/** How one element of a vector stands in a file. */
enum ElementType {
  FLOAT16(2) {
    @Override
    double read(ByteBuffer bytes, int at) {
      return halfToFloat(bytes.getShort(at));
    }
  },
  FLOAT32(4) {
    @Override
    double read(ByteBuffer bytes, int at) {
      return bytes.getFloat(at);
    }
  },
  FLOAT64(8) {
    @Override
    double read(ByteBuffer bytes, int at) {
      return bytes.getDouble(at);
    }
  },
  UINT8(1) {
    @Override
    double read(ByteBuffer bytes, int at) {
      return bytes.get(at) & 0xFF;
    }
  };

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the bytes of one element. */
  int bytes() {
    return bytes;
  }

  /** Returns the element at a byte offset. */
  abstract double read(ByteBuffer bytes, int at);

  /** Returns the value of an IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
  static float halfToFloat(short half) {
    int sign = half & 0x8000;
    int exponent = (half >>> 10) & 0x1F;
    int fraction = half & 0x3FF;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
        };
    return sign == 0 ? magnitude : -magnitude;
  }
}
