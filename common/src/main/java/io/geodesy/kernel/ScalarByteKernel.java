package io.geodesy.kernel;

/** {@link ByteKernel} in plain Java. */
final class ScalarByteKernel implements ByteKernel {
  @Override
  public boolean pack(float[] values, int from, int to, int offset, byte[] bytes, int at) {
    return packScalar(values, from, to, offset, bytes, at);
  }

  static boolean packScalar(float[] values, int from, int to, int offset, byte[] bytes, int at) {
    for (int i = from; i < to; i++) {
      int whole = (int) values[i];
      byte packed = (byte) (whole - offset);
      bytes[at + i - from] = packed;
      if (whole != values[i] || packed + offset != whole) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void centre(byte[] bytes, int at, float[] centre, float[] out, int outAt) {
    centreScalar(bytes, at, centre, out, outAt, 0);
  }

  static void centreScalar(
      byte[] bytes, int at, float[] centre, float[] out, int outAt, int firstColumn) {
    for (int t = firstColumn; t < centre.length; t++) {
      out[outAt + t] = bytes[at + t] - centre[t];
    }
  }

  @Override
  public int squared(byte[] matrix, int xAt, int yAt, int dim) {
    return rest(matrix, xAt, yAt, 0, dim);
  }

  static int rest(byte[] matrix, int xAt, int yAt, int from, int to) {
    int sum = 0;
    for (int t = from; t < to; t++) {
      int difference = matrix[xAt + t] - matrix[yAt + t];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void squaredOfFour(byte[] matrix, int xAt, int[] yAt, int dim, int[] out) {
    for (int r = 0; r < FOUR; r++) {
      out[r] = squared(matrix, xAt, yAt[r], dim);
    }
  }
}
