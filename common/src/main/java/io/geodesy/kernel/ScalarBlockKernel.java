package io.geodesy.kernel;

/** {@link BlockKernel} without the vector module. */
final class ScalarBlockKernel implements BlockKernel {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void addGram(
      double[] x, int i, double[] y, int j, int width, int from, int to, double[] sums, int at) {
    int a1 = at + width;
    int a2 = a1 + width;
    int a3 = a2 + width;
    double s00 = sums[at];
    double s01 = sums[at + 1];
    double s02 = sums[at + 2];
    double s03 = sums[at + 3];
    double s10 = sums[a1];
    double s11 = sums[a1 + 1];
    double s12 = sums[a1 + 2];
    double s13 = sums[a1 + 3];
    double s20 = sums[a2];
    double s21 = sums[a2 + 1];
    double s22 = sums[a2 + 2];
    double s23 = sums[a2 + 3];
    double s30 = sums[a3];
    double s31 = sums[a3 + 1];
    double s32 = sums[a3 + 2];
    double s33 = sums[a3 + 3];
    for (int r = from; r < to; r++) {
      int xr = r * width + i;
      int yr = r * width + j;
      double y0 = y[yr];
      double y1 = y[yr + 1];
      double y2 = y[yr + 2];
      double y3 = y[yr + 3];
      double x0 = x[xr];
      s00 = Math.fma(x0, y0, s00);
      s01 = Math.fma(x0, y1, s01);
      s02 = Math.fma(x0, y2, s02);
      s03 = Math.fma(x0, y3, s03);
      double x1 = x[xr + 1];
      s10 = Math.fma(x1, y0, s10);
      s11 = Math.fma(x1, y1, s11);
      s12 = Math.fma(x1, y2, s12);
      s13 = Math.fma(x1, y3, s13);
      double x2 = x[xr + 2];
      s20 = Math.fma(x2, y0, s20);
      s21 = Math.fma(x2, y1, s21);
      s22 = Math.fma(x2, y2, s22);
      s23 = Math.fma(x2, y3, s23);
      double x3 = x[xr + 3];
      s30 = Math.fma(x3, y0, s30);
      s31 = Math.fma(x3, y1, s31);
      s32 = Math.fma(x3, y2, s32);
      s33 = Math.fma(x3, y3, s33);
    }
    sums[at] = s00;
    sums[at + 1] = s01;
    sums[at + 2] = s02;
    sums[at + 3] = s03;
    sums[a1] = s10;
    sums[a1 + 1] = s11;
    sums[a1 + 2] = s12;
    sums[a1 + 3] = s13;
    sums[a2] = s20;
    sums[a2 + 1] = s21;
    sums[a2 + 2] = s22;
    sums[a2 + 3] = s23;
    sums[a3] = s30;
    sums[a3 + 1] = s31;
    sums[a3 + 2] = s32;
    sums[a3 + 3] = s33;
  }

  @Override
  public void addProduct(
      double[] x, int xAt, double[] c, int cAt, double[] y, int yAt, int width, int rows) {
    int c1 = cAt + width;
    int c2 = c1 + width;
    int c3 = c2 + width;
    double c00 = c[cAt];
    double c01 = c[cAt + 1];
    double c02 = c[cAt + 2];
    double c03 = c[cAt + 3];
    double c10 = c[c1];
    double c11 = c[c1 + 1];
    double c12 = c[c1 + 2];
    double c13 = c[c1 + 3];
    double c20 = c[c2];
    double c21 = c[c2 + 1];
    double c22 = c[c2 + 2];
    double c23 = c[c2 + 3];
    double c30 = c[c3];
    double c31 = c[c3 + 1];
    double c32 = c[c3 + 2];
    double c33 = c[c3 + 3];
    for (int r = 0; r < rows; r++) {
      int xr = xAt + r * width;
      int yr = yAt + r * width;
      double x0 = x[xr];
      double x1 = x[xr + 1];
      double x2 = x[xr + 2];
      double x3 = x[xr + 3];
      y[yr] = Math.fma(x3, c30, Math.fma(x2, c20, Math.fma(x1, c10, Math.fma(x0, c00, y[yr]))));
      y[yr + 1] =
          Math.fma(x3, c31, Math.fma(x2, c21, Math.fma(x1, c11, Math.fma(x0, c01, y[yr + 1]))));
      y[yr + 2] =
          Math.fma(x3, c32, Math.fma(x2, c22, Math.fma(x1, c12, Math.fma(x0, c02, y[yr + 2]))));
      y[yr + 3] =
          Math.fma(x3, c33, Math.fma(x2, c23, Math.fma(x1, c13, Math.fma(x0, c03, y[yr + 3]))));
    }
  }

  @Override
  public void sparseProduct(
      int[] offsets,
      int[] columns,
      float[] weights,
      double[] x,
      double[] y,
      int width,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      for (int strip = 0; strip < width; strip += 4) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int e = offsets[i]; e < offsets[i + 1]; e++) {
          double w = weights[e];
          int at = columns[e] * width + strip;
          s0 = Math.fma(w, x[at], s0);
          s1 = Math.fma(w, x[at + 1], s1);
          s2 = Math.fma(w, x[at + 2], s2);
          s3 = Math.fma(w, x[at + 3], s3);
        }
        int to4 = i * width + strip;
        y[to4] = s0;
        y[to4 + 1] = s1;
        y[to4 + 2] = s2;
        y[to4 + 3] = s3;
      }
    }
  }
}
