package io.geodesy.jobs.linear;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/**
 * The diffusion map of the linear kernel between all pairs of rows, exact for any number of rows.
 *
 * <p>Two passes that add up on the executors and one that maps rows; no row comes to the driver.
 * Memory: {@code 8 (dim + 1)^2} bytes a task. Determinism class D2: 1e-10 of an eigenvalue.
 *
 * <p>See {@link LinearMap}.
 */
public final class LinearMapAnalysis implements Analysis<LinearMapParameters> {
  static final String NAME = "linear-diffusion-map";

  /** Multiply-adds a second and core of the rank-one updates, assumed, not calibrated. */
  private static final double UPDATES_PER_CORE_SECOND = 1e9;

  @Override
  public Descriptor<LinearMapParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Finds diffusion coordinates of the linear kernel (1 + cos) / 2 between all pairs of rows, without a graph.",
        List.of(
            "R. Coifman, S. Lafon: Diffusion maps. Applied and Computational Harmonic Analysis 21, 2006."),
        LinearMapParameters.class,
        List.of("vectors"),
        List.of(),
        List.of(StandardTables.EIGENVALUES, StandardTables.COORDINATES, StandardTables.STATISTICS),
        Determinism.D2);
  }

  @Override
  public VectorRule vectorRule(LinearMapParameters parameters) {
    return VectorRule.HAS_DIRECTION;
  }

  @Override
  public Tables run(LinearMapParameters parameters, Tables inputs, AnalysisContext context) {
    Dataset<Row> vectors = inputs.dataset("vectors").select("id", "vector");
    JavaRDD<Row> rows = vectors.javaRDD();
    int dim = dim(rows, parameters);
    context.progress().phase("sum rows");
    double[] total =
        rows.map(LinearMapAnalysis::lifted)
            .treeAggregate(new double[dim + 1], LinearMapAnalysis::plus, LinearMapAnalysis::plus);
    context.progress().phase("sum products");
    double[] gram =
        rows.map(LinearMapAnalysis::lifted)
            .treeAggregate(
                new double[(dim + 1) * (dim + 1)],
                (sum, z) -> {
                  LinearMap.addTo(sum, z, total);
                  return sum;
                },
                LinearMapAnalysis::plus);
    context.progress().phase("solve for eigenpairs");
    LinearMap map = LinearMap.of(gram, total, parameters.components() + 1);
    context.progress().end();
    double t = parameters.t();
    Dataset<Row> coordinates =
        context
            .session()
            .createDataFrame(
                rows.map(row -> RowFactory.create(row.get(0), 0, map.coordinates(lifted(row), t))),
                StandardTables.COORDINATES.schema(vectors.schema().apply("id").dataType()));
    long n = Math.round(2 * total[dim] * Math.sqrt(0.5));
    Attributes attributes =
        Attributes.none()
            .with("n", n)
            .with("kernel", "linear")
            .with("alpha", 0.0)
            .with("t", t)
            .with("components", map.values().length - 1)
            .with("components-count", 1);
    return Tables.none()
        .with("eigenvalues", new Table(eigenvalues(context, map), attributes))
        .with("coordinates", new Table(coordinates, attributes))
        .with("statistics", Statistic.toDataset(context.session(), statistics(map, parameters, n)));
  }

  private static int dim(JavaRDD<Row> rows, LinearMapParameters parameters) {
    List<Row> first = rows.take(1);
    if (first.isEmpty()) {
      throw new DataException("No usable rows in table vectors: it is empty.");
    }
    int dim = first.get(0).getList(1).size();
    if (dim > parameters.maxDim()) {
      throw new ConfigException(
          "The vectors have %d columns but max-dim is %d: raise max-dim (the Gram matrix takes %d MiB a task), or use diffusion-map."
              .formatted(dim, parameters.maxDim(), (8L * (dim + 1) * (dim + 1)) >> 20));
    }
    return dim;
  }

  private static double[] lifted(Row row) {
    List<Float> list = row.getList(1);
    float[] vector = new float[list.size()];
    for (int c = 0; c < vector.length; c++) {
      vector[c] = list.get(c);
    }
    return LinearMap.lifted(vector);
  }

  private static double[] plus(double[] sum, double[] more) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += more[c];
    }
    return sum;
  }

  private static Dataset<Row> eigenvalues(AnalysisContext context, LinearMap map) {
    List<Row> rows = new ArrayList<>();
    for (int j = 0; j < map.values().length; j++) {
      rows.add(RowFactory.create(0, j, map.values()[j], map.residuals()[j], 0, null));
    }
    return context
        .session()
        .createDataFrame(rows, StandardTables.EIGENVALUES.schema(DataTypes.LongType));
  }

  private static List<Statistic> statistics(LinearMap map, LinearMapParameters parameters, long n) {
    List<Statistic> statistics = new ArrayList<>();
    double worst = 0;
    for (double residual : map.residuals()) {
      worst = Math.max(worst, residual);
    }
    statistics.add(Statistic.of(NAME, "residual-max", worst, n));
    int found = map.values().length - 1;
    statistics.add(
        Statistic.of(NAME, "coordinates-found", found, n)
            .withNote(
                found < parameters.components()
                    ? "components is %d but the kernel has only %d eigenvalues above zero beside the first"
                        .formatted(parameters.components(), found)
                    : null));
    return statistics;
  }

  @Override
  public Estimate estimate(LinearMapParameters parameters, TableShape shape) {
    double d = shape.dim() + 1.0;
    return new Estimate(
        List.of(
            "Sum the Gram matrix of %d columns over %d rows on the executors and solve it in the driver."
                .formatted(shape.dim() + 1, shape.rows())),
        (long) (40 * d * d),
        shape.rows() * d * d / 2 / UPDATES_PER_CORE_SECOND / shape.cores() + 1e-8 * d * d * d);
  }
}
