package io.geodesy.jobs.ml;

import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Tables;
import io.geodesy.config.ParameterType;
import io.geodesy.error.ConfigException;
import io.geodesy.error.DataException;
import io.geodesy.graph.NeighborLists;
import io.geodesy.graph.Symmetrization;
import io.geodesy.kernel.Workers;
import io.geodesy.spectral.BandwidthRule;
import io.geodesy.spectral.Kernel;
import io.geodesy.spectral.KernelGraph;
import io.geodesy.spectral.KernelSettings;
import io.geodesy.spectral.NystromExtension;
import io.geodesy.table.DriverRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.CoordinateMatrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted diffusion map in the memory of one process: the graph, and what the map says of every
 * row, in the order of the ids. {@code n (2 k + components + 6)} words.
 */
final class FittedMap implements Serializable {
  /** What a row gets. */
  static final StructType PLACE =
      new StructType()
          .add("component", DataTypes.IntegerType, true)
          .add("coordinates", SQLDataTypes.VectorType(), true);

  private final NeighborLists lists;
  private final NystromExtension.Vertices vertices;
  private final transient KernelSettings settings;
  private final transient double alpha;

  /** Null for a kernel that cannot place new rows; then {@link #refusal} says so. */
  private final NystromExtension extension;

  private final String refusal;

  private FittedMap(
      NeighborLists lists,
      NystromExtension.Vertices vertices,
      double[][] eigenvalues,
      Attributes attributes) {
    this.lists = lists;
    this.vertices = vertices;
    this.settings = settings(attributes);
    this.alpha = attributes.number("alpha").orElseThrow();
    NystromExtension made = null;
    String refused = "";
    try {
      made = new NystromExtension(settings, alpha, lists, vertices, eigenvalues);
    } catch (ConfigException e) {
      refused = e.getMessage();
    }
    this.extension = made;
    this.refusal = refused;
  }

  /** Brings a model's tables into this process. */
  static FittedMap of(Tables tables) {
    NeighborLists lists = NeighborLists.collect(tables.dataset("neighbors"));
    int n = lists.rows();
    double[] widths = new double[n];
    double[] densities = new double[n];
    int[] components = new int[n];
    float[][] coordinates = new float[n][];
    Iterator<Row> vertices =
        tables
            .dataset("operator")
            .select("id", "bandwidth", "density", "component")
            .toLocalIterator();
    while (vertices.hasNext()) {
      Row row = vertices.next();
      int at = lists.ids().indexOf(row.get(0));
      widths[at] = row.getDouble(1);
      densities[at] = row.getDouble(2);
      components[at] = row.getInt(3);
    }
    Iterator<Row> places =
        tables.dataset("coordinates").select("id", "coordinates").toLocalIterator();
    while (places.hasNext()) {
      Row row = places.next();
      if (!row.isNullAt(1)) {
        List<Float> values = row.getList(1);
        float[] own = new float[values.size()];
        for (int c = 0; c < own.length; c++) {
          own[c] = values.get(c);
        }
        coordinates[lists.ids().indexOf(row.get(0))] = own;
      }
    }
    return new FittedMap(
        lists,
        new NystromExtension.Vertices(widths, densities, components, coordinates),
        spectra(tables.dataset("eigenvalues")),
        tables.attributes("operator"));
  }

  private static double[][] spectra(Dataset<Row> table) {
    List<List<Double>> spectra = new ArrayList<>();
    for (Row row :
        table
            .select("component", "rank", "eigenvalue")
            .orderBy("component", "rank")
            .collectAsList()) {
      while (spectra.size() <= row.getInt(0)) {
        spectra.add(new ArrayList<>());
      }
      spectra.get(row.getInt(0)).add(row.getDouble(2));
    }
    return spectra.stream()
        .map(s -> s.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }

  /** Returns the id type as Spark SQL calls it. */
  String idType() {
    return lists.ids().type().sql();
  }

  /**
   * Places a row.
   *
   * @param id Long or String
   * @param neighbors ids of fitted rows, nearest first
   * @param distances to them
   */
  Row place(Object id, scala.collection.Seq<?> neighbors, scala.collection.Seq<?> distances) {
    if (id == null || neighbors == null || distances == null || neighbors.isEmpty()) {
      return RowFactory.create(null, null);
    }
    int k = neighbors.length();
    int[] rows = new int[k];
    float[] lengths = new float[k];
    for (int i = 0; i < k; i++) {
      rows[i] = lists.ids().indexOf(neighbors.apply(i));
      lengths[i] = (Float) distances.apply(i);
      if (rows[i] < 0) {
        throw new DataException(
            "Row %s lists neighbour %s, which was not fitted: take lists that the KnnGraphModel of the same rows made."
                .formatted(id, neighbors.apply(i)));
      }
    }
    int own = lists.ids().indexOf(id);
    if (own >= 0 && isListOf(own, rows, lengths)) {
      float[] fitted = vertices.coordinates()[own];
      double[] values = fitted == null ? null : toDoubles(fitted);
      return RowFactory.create(vertices.components()[own], vector(values));
    }
    if (extension == null) {
      throw new ConfigException("Row %s was not fitted: %s".formatted(id, refusal));
    }
    NystromExtension.Extended found = extension.extend(rows, lengths);
    return RowFactory.create(found.component(), vector(found.coordinates()));
  }

  private boolean isListOf(int row, int[] neighbors, float[] distances) {
    int from = lists.offsets()[row];
    int to = lists.offsets()[row + 1];
    return Arrays.equals(lists.neighbors(), from, to, neighbors, 0, neighbors.length)
        && Arrays.equals(lists.distances(), from, to, distances, 0, distances.length);
  }

  private static Vector vector(double[] values) {
    return values == null ? null : Vectors.dense(values);
  }

  private static double[] toDoubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  /** Returns the operator of the whole graph; in the driver, where the settings are. */
  CoordinateMatrix operator(SparkSession session, int threads) {
    try (Workers workers = new Workers(threads)) {
      KernelGraph graph = KernelGraph.of(lists, settings, workers);
      int[] rows = IntStream.range(0, lists.rows()).toArray();
      return OperatorMatrix.of(graph.operator(rows, alpha, workers), session);
    }
  }

  /** Returns which row belongs to which id. */
  Dataset<Row> rowIndex(SparkSession session) {
    StructType schema =
        new StructType().add("id", lists.ids().type(), false).add("row", DataTypes.LongType, false);
    return DriverRows.toDataset(
        session, schema, lists.rows(), i -> RowFactory.create(lists.ids().get(i), (long) i));
  }

  /** The kernel with everything that fitting decided. */
  private static KernelSettings settings(Attributes attributes) {
    return new KernelSettings(
        constant(Kernel.class, attributes, "kernel"),
        constant(Symmetrization.class, attributes, "symmetrize"),
        OptionalInt.of((int) attributes.number("bandwidth-k").orElseThrow()),
        attributes.number("decay").orElseThrow(),
        attributes.number("eps"),
        BandwidthRule.LOG_SLOPE,
        attributes.number("beta").orElse(KernelSettings.USUAL_BETA),
        toInt(attributes.number("dimension")));
  }

  private static OptionalInt toInt(OptionalDouble number) {
    return number.isPresent() ? OptionalInt.of((int) number.getAsDouble()) : OptionalInt.empty();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Attributes attributes, String name) {
    return type.cast(new ParameterType.Choice(type).read(attributes.text(name).orElseThrow()));
  }
}
