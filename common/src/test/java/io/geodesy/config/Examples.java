package io.geodesy.config;

import io.geodesy.analysis.Analysis;
import io.geodesy.analysis.AnalysisContext;
import io.geodesy.analysis.Bounds;
import io.geodesy.analysis.Descriptor;
import io.geodesy.analysis.Determinism;
import io.geodesy.analysis.Parameter;
import io.geodesy.analysis.SecondTable;
import io.geodesy.analysis.Tables;
import io.geodesy.error.ConfigException;
import io.geodesy.table.StandardTables;
import io.geodesy.table.TableContract;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Parameter records and descriptors of every kind, for the tests of this package. */
final class Examples {
  private Examples() {}

  enum Colour {
    RED,
    DARK_BLUE
  }

  /** One component of every type a parameter may have. */
  record Every(
      @Parameter(doc = "An int.", value = "3", min = 1, max = 9) int number,
      @Parameter(doc = "A long.", value = "70000000000") long bigNumber,
      @Parameter(doc = "A double.", value = "0.50", min = 0, max = 1) double share,
      @Parameter(doc = "A flag.", value = "true") boolean isOn,
      @Parameter(doc = "A text.", value = "one two") String text,
      @Parameter(doc = "A choice.", value = "dark-blue") Colour colour,
      @Parameter(doc = "Ints.", value = "1, 2,3", min = 1) List<Integer> ints,
      @Parameter(doc = "Longs.", value = "") List<Long> longs,
      @Parameter(doc = "Doubles.", value = "0.5,1") List<Double> doubles,
      @Parameter(doc = "Texts.", value = "a,b") List<String> texts,
      @Parameter(doc = "Maybe an int.", value = "auto", min = 1) OptionalInt maybeInt,
      @Parameter(doc = "Maybe a long.", value = "5") OptionalLong maybeLong,
      @Parameter(doc = "Maybe a double.", value = "auto") OptionalDouble maybeDouble,
      @Parameter(doc = "Maybe a text.", value = "auto") Optional<String> maybeText) {}

  record GraphParameters(
      @Parameter(
              doc = "Neighbours of each row.",
              value = "15",
              unit = "rows",
              min = 1,
              why = "Fits.")
          int k,
      @Parameter(doc = "Colour of the graph | its edges.", value = "red") Colour colour) {
    GraphParameters {
      Bounds.check(GraphParameters.class, "k", k);
    }
  }

  record MapParameters(
      @Parameter(doc = "Exponent.", value = "0.5", min = 0, max = 1) double alpha,
      @Parameter(doc = "Least rank.", value = "1") int from,
      @Parameter(doc = "Greatest rank.", value = "8") int to,
      @Parameter(doc = "Colour of the map.", value = "red") Colour colour) {
    MapParameters {
      if (from > to) {
        throw new ConfigException("from is %d but must be at most to, %d.".formatted(from, to));
      }
    }
  }

  record OtherParameters(@Parameter(doc = "Depth.", value = "2") int depth) {}

  static final Descriptor<GraphParameters> GRAPH =
      new Descriptor<>(
          "graph",
          1,
          "Links near rows.",
          List.of("A. Author. On graphs. 2001."),
          GraphParameters.class,
          List.of("vectors"),
          List.of(),
          List.of(StandardTables.NEIGHBORS),
          Determinism.D0);

  static final Descriptor<MapParameters> MAP =
      new Descriptor<>(
          "map",
          3,
          "Draws a map.",
          List.of(),
          MapParameters.class,
          List.of("neighbors"),
          List.of("clusters"),
          List.of(StandardTables.COORDINATES, StandardTables.STATISTICS),
          Determinism.D2);

  static final Descriptor<OtherParameters> OTHER =
      new Descriptor<>(
          "other",
          1,
          "Counts.",
          List.of(),
          OtherParameters.class,
          List.of("vectors"),
          List.of(),
          List.<TableContract>of(StandardTables.STATISTICS),
          Determinism.D1);

  static final Descriptor<OtherParameters> PAIRS =
      new Descriptor<>(
          "pairs",
          1,
          "Pairs rows of two tables.",
          List.of(),
          OtherParameters.class,
          List.of("vectors", "corpus"),
          List.of("spare"),
          List.<TableContract>of(StandardTables.STATISTICS),
          Determinism.D0,
          List.of(
              new SecondTable("corpus", "The rows to look among."),
              new SecondTable("spare", "More of them.")));

  static <P extends Record> Analysis<P> analysis(Descriptor<P> descriptor) {
    return new Analysis<>() {
      @Override
      public Descriptor<P> descriptor() {
        return descriptor;
      }

      @Override
      public Tables run(P parameters, Tables inputs, AnalysisContext context) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
