package io.geodesy.jobs.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterBinder;
import io.geodesy.error.ConfigException;
import io.geodesy.kernel.DenseAlgebra;
import io.geodesy.kernel.DenseAlgebra.SymmetricEigen;
import io.geodesy.kernel.SeededStream;
import io.geodesy.table.StandardTables;
import io.geodesy.testing.Check;
import io.geodesy.testing.SharedSession;
import io.geodesy.testing.TestContext;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearMapAnalysisTest {
  private static final int N = 500;
  private static final int DIM = 10;

  private static float[] vector(int row) {
    float[] vector = new float[DIM];
    for (int c = 0; c < DIM; c++) {
      vector[c] = (float) (SeededStream.normal(row, c) + (c == 0 ? 1 : 0)) * (1 + row % 3);
    }
    return vector;
  }

  private static Tables vectors(int rows, int partitions) {
    List<Row> list =
        IntStream.range(0, rows).mapToObj(i -> RowFactory.create((long) i, vector(i))).toList();
    Dataset<Row> table =
        SharedSession.get()
            .createDataFrame(list, StandardTables.VECTORS.schema(DataTypes.LongType))
            .repartition(partitions);
    return Tables.of("vectors", table);
  }

  private static Tables run(Map<String, String> parameters, Tables vectors) {
    Tables found =
        new LinearMapAnalysis()
            .run(
                ParameterBinder.bind(LinearMapParameters.class, parameters),
                vectors,
                new TestContext());
    StandardTables.EIGENVALUES.check(found.dataset("eigenvalues").schema());
    StandardTables.COORDINATES.check(found.dataset("coordinates").schema());
    return found;
  }

  /** The dense problem of all pairs. */
  private static SymmetricEigen dense(double[] degrees) {
    double[][] unit = new double[N][DIM];
    for (int i = 0; i < N; i++) {
      float[] vector = vector(i);
      double square = 0;
      for (float v : vector) {
        square += (double) v * v;
      }
      for (int c = 0; c < DIM; c++) {
        unit[i][c] = vector[c] / Math.sqrt(square);
      }
    }
    double[] kernel = new double[N * N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        double cosine = 0;
        for (int c = 0; c < DIM; c++) {
          cosine += unit[i][c] * unit[j][c];
        }
        kernel[i * N + j] = (1 + cosine) / 2;
        degrees[i] += kernel[i * N + j];
      }
    }
    double[] matrix = new double[N * N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        matrix[i * N + j] = kernel[i * N + j] / Math.sqrt(degrees[i] * degrees[j]);
      }
    }
    return DenseAlgebra.symmetricEigen(matrix, N);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void equalsTheDenseProblemOfAllPairs(int partitions) {
    double[] degrees = new double[N];
    SymmetricEigen expected = dense(degrees);
    Tables found = run(Map.of("t", "0"), vectors(N, partitions));
    List<Row> values = found.dataset("eigenvalues").orderBy("rank").collectAsList();
    // dim + 1 eigenvalues are not zero.
    assertThat(values).hasSize(DIM + 1);
    for (int j = 0; j <= DIM; j++) {
      Check.LINEAR_KERNEL.got(Math.abs(values.get(j).getDouble(2) - expected.values()[j]));
      assertThat(values.get(j).getDouble(3)).isLessThan(1e-12);
    }
    double total = java.util.Arrays.stream(degrees).sum();
    List<Row> rows = found.dataset("coordinates").orderBy("id").collectAsList();
    for (int j = 1; j <= DIM; j++) {
      double[] psi = new double[N];
      double inner = 0;
      for (int i = 0; i < N; i++) {
        psi[i] = expected.vectors()[j * N + i] / Math.sqrt(degrees[i] / total);
        inner += degrees[i] / total * psi[i] * (Float) rows.get(i).getList(2).get(j - 1);
      }
      assertThat(Math.abs(inner)).isEqualTo(1, within(1e-6));
    }
  }

  @Test
  void saysWhyThereAreFewerCoordinatesThanAsked() {
    Row note =
        run(Map.of(), vectors(60, 2))
            .dataset("statistics")
            .where("metric = 'coordinates-found'")
            .first();
    assertThat(note.getDouble(3)).isEqualTo(10);
    assertThat(note.getString(7))
        .isEqualTo(
            "components is 16 but the kernel has only 10 eigenvalues above zero beside the first");
  }

  @Test
  void refusesMoreColumnsThanAllowed() {
    assertThatThrownBy(() -> run(Map.of("max-dim", "9"), vectors(20, 1)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "The vectors have 10 columns but max-dim is 9: raise max-dim (the Gram matrix takes 0 MiB a task), or use diffusion-map.");
  }
}
