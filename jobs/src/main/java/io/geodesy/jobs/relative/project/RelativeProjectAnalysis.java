package io.geodesy.jobs.relative.project;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Attributes;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Estimate;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Numbers;
import io.geodesy.analysis.Panel;
import io.geodesy.analysis.SecondTable;
import io.geodesy.analysis.Table;
import io.geodesy.analysis.TableShape;
import io.geodesy.analysis.Tables;
import io.geodesy.analysis.VectorRule;
import io.geodesy.jobs.relative.AnchorChooser;
import io.geodesy.jobs.relative.Anchors;
import io.geodesy.jobs.relative.Similarities;
import io.geodesy.kernel.DotProducts;
import io.geodesy.kernel.SeededStream;
import io.geodesy.kernel.Workers;
import io.geodesy.table.Column;
import io.geodesy.table.ColumnType;
import io.geodesy.table.StandardTables;
import io.geodesy.table.Statistic;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Every row by its cosines with shared anchors, so that differently trained spaces of the same
 * items can be compared and exchanged.
 *
 * <p>Map-only: {@code 2 n A dim} operations, the anchors ({@code 8 A dim} bytes) broadcast; the
 * driver holds the anchors. Determinism class D0.
 *
 * <p>Paper: that of {@link Similarities}. Differs from the paper: none.
 */
public final class RelativeProjectAnalysis implements Analysis<RelativeProjectParameters> {
  static final String NAME = "relative-project";
  private static final String OTHER = "other";
  private static final int BATCH = 256;
  private static final double RATE = 3e9;

  private static final TableContract RELATIVE =
      TableContract.of(
          "relative",
          "Every row by its similarities to the anchors.",
          Column.of("id", ColumnType.ID, "row id"),
          Column.of("space", ColumnType.STRING, "vectors or other: the table of the row"),
          Column.of("relative", ColumnType.FLOATS, "cosine with each anchor used, in their order"));

  @Override
  public Descriptor<RelativeProjectParameters> descriptor() {
    return new Descriptor<>(
        NAME,
        1,
        "Re-expresses every row by its similarities to shared anchors.",
        List.of(
            "L. Moschella, V. Maiorca, M. Fumero, A. Norelli, F. Locatello, E. Rodola, Relative"
                + " representations enable zero-shot latent space communication, ICLR 2023, arXiv"
                + " 2209.15430"),
        RelativeProjectParameters.class,
        List.of("vectors"),
        List.of(OTHER),
        List.of(RELATIVE, Anchors.TABLE, StandardTables.STATISTICS),
        Determinism.D0,
        List.of(
            new SecondTable(
                OTHER,
                "The same items embedded by another model, projected on the same anchors.")));
  }

  @Override
  public VectorRule vectorRule(RelativeProjectParameters parameters) {
    return VectorRule.HAS_DIRECTION;
  }

  @Override
  public Tables run(RelativeProjectParameters parameters, Tables inputs, AnalysisContext context) {
    Dataset<Row> vectors = inputs.dataset("vectors");
    Optional<Dataset<Row>> other = inputs.find(OTHER).map(Table::dataset);
    other.ifPresent(space -> Anchors.requireOneIdType(vectors, space));
    context.progress().phase("choose anchors");
    Anchors anchors;
    try (Workers workers = new Workers(context.threads())) {
      anchors =
          new AnchorChooser(
                  parameters.anchorPolicy(),
                  parameters.anchors(),
                  parameters.anchorColumn(),
                  SeededStream.derive(context.seed(), "anchors"))
              .choose(vectors, other, workers);
    }
    List<Statistic> statistics = new ArrayList<>();
    statistics.add(
        Statistic.of(NAME, "anchors", anchors.size(), anchors.ids().size())
            .withNote("of those named, all that every table has"));
    Dataset<Row> relative = project(parameters, vectors, "vectors", anchors, statistics);
    if (other.isPresent()) {
      relative = relative.union(project(parameters, other.get(), OTHER, anchors, statistics));
    }
    context.progress().end();
    Attributes attributes =
        Attributes.none()
            .with("anchors", anchors.size())
            .with("quantize", parameters.quantize())
            .with("normalized", parameters.normalizeOutput());
    return Tables.none()
        .with(RELATIVE.name(), new Table(relative, attributes))
        .with(Anchors.TABLE.name(), anchors.toDataset(vectors, other))
        .with(StandardTables.STATISTICS.name(), Statistic.toDataset(context.session(), statistics));
  }

  private static Dataset<Row> project(
      RelativeProjectParameters parameters,
      Dataset<Row> space,
      String name,
      Anchors anchors,
      List<Statistic> statistics) {
    double[] unitAnchors = anchors.unitRows(space);
    int dim = unitAnchors.length / anchors.size();
    int copies = Anchors.copies(unitAnchors, dim);
    statistics.add(
        Statistic.of(NAME, "anchors-with-a-copy", copies, anchors.size())
            .forGroup(name)
            .withNote(
                "anchors with the direction of one before them: their columns repeat each other"));
    Broadcast<double[]> everywhere =
        JavaSparkContext.fromSparkContext(space.sparkSession().sparkContext())
            .broadcast(unitAnchors);
    int count = anchors.size();
    return space
        .sparkSession()
        .createDataFrame(
            space
                .select("id", "vector")
                .javaRDD()
                .mapPartitions(
                    rows -> new Projected(rows, name, everywhere.value(), count, dim, parameters)),
            RELATIVE.schema(space.schema().apply("id").dataType()));
  }

  /** Projects the rows of a partition, a batch at a time. */
  private static final class Projected implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final String space;
    private final double[] anchors;
    private final int count;
    private final int dim;
    private final RelativeProjectParameters parameters;
    private final double[] unit;
    private final double[] products;
    private final List<Object> ids = new ArrayList<>();
    private int at;

    Projected(
        Iterator<Row> rows,
        String space,
        double[] anchors,
        int count,
        int dim,
        RelativeProjectParameters parameters) {
      this.rows = rows;
      this.space = space;
      this.anchors = anchors;
      this.count = count;
      this.dim = dim;
      this.parameters = parameters;
      this.unit = new double[BATCH * dim];
      this.products = new double[BATCH * count];
    }

    @Override
    public boolean hasNext() {
      return at < ids.size() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (at == ids.size()) {
        read();
      }
      float[] relative = new float[count];
      for (int a = 0; a < count; a++) {
        relative[a] = (float) products[at * count + a];
      }
      return RowFactory.create(ids.get(at++), space, relative);
    }

    private void read() {
      ids.clear();
      at = 0;
      while (ids.size() < BATCH && rows.hasNext()) {
        Row row = rows.next();
        List<Float> vector = row.getList(1);
        int start = ids.size() * dim;
        for (int c = 0; c < dim; c++) {
          unit[start + c] = vector.get(c);
        }
        Similarities.normalise(unit, start, dim);
        ids.add(row.get(0));
      }
      DotProducts.multiply(unit, 0, ids.size(), anchors, count, dim, products);
      Similarities.quantize(products, parameters.quantize());
      for (int i = 0; i < ids.size() && parameters.normalizeOutput(); i++) {
        Similarities.normalise(products, i * count, count);
      }
    }
  }

  @Override
  public Estimate estimate(RelativeProjectParameters parameters, TableShape shape) {
    double work = 0;
    long rows = shape.rows();
    work += 2.0 * shape.rows() * parameters.anchors() * shape.dim();
    for (TableShape second : shape.second().values()) {
      work += 2.0 * second.rows() * parameters.anchors() * second.dim();
      rows += second.rows();
    }
    return new Estimate(
        List.of(
            "Writes %s rows as their cosines with %d anchors in one map pass."
                .formatted(Numbers.count(rows), parameters.anchors())),
        16L * parameters.anchors() * shape.dim(),
        2 + work / RATE / shape.cores() + (double) rows * parameters.anchors() / 1e8);
  }

  @Override
  public List<Panel> panels(RelativeProjectParameters parameters, Tables published) {
    List<Row> used = published.dataset(Anchors.TABLE.name()).collectAsList();
    long kept = used.stream().filter(row -> row.isNullAt(3) || row.getBoolean(3)).count();
    Panel.Builder panel = Panel.titled("Similarities to anchors");
    panel.finding(
        Finding.shape(
            "Every row is written as its cosines with %s anchors, which rotating, mirroring or scaling the space does not change."
                .formatted(Numbers.count(kept))));
    if (kept < used.size()) {
      panel.finding(
          Finding.caution(
              "%s of %s anchors are missing in table other and were used in neither table."
                  .formatted(Numbers.count(used.size() - kept), Numbers.count(used.size()))));
    }
    panel.say(
        "Two tables of the same items can be compared column by column only if they were projected on the same anchors, in the same order: table anchors_used says which. Fewer anchors than the rows have directions lose detail; copies among anchors add nothing.");
    return List.of(panel.build());
  }
}
