package io.geodesy.spectral;

import io.geodesy.table.Kept;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The leading eigenpairs of the first components of an operator that is on the executors: those of
 * components larger than a block, which come first, across blocks, those of others each in one
 * task.
 *
 * @param eigenvalues one a component
 * @param spread those across blocks, one a component
 * @param whole those of the other components
 */
public record SpreadSolutions(
    List<Eigenvalues> eigenvalues, List<SpreadEigenpairs> spread, JavaRDD<ComponentPairs> whole) {
  /** Copies the lists. */
  public SpreadSolutions {
    eigenvalues = List.copyOf(eigenvalues);
    spread = List.copyOf(spread);
  }

  /**
   * Solves components.
   *
   * @param components how many of the first ones
   * @param pairs of each; of one with fewer rows all
   * @param options tolerance and budget
   * @param stages commits the rounds of what is solved across blocks
   * @param done told how many components are
   * @param kept keeps what is solved in one task
   */
  public static SpreadSolutions of(
      SpreadOperator operator,
      int components,
      int pairs,
      SolverOptions options,
      BlockCommit stages,
      IntConsumer done,
      Kept kept) {
    List<Eigenvalues> eigenvalues = new ArrayList<>();
    List<SpreadEigenpairs> spread = new ArrayList<>();
    while (spread.size() < components && operator.isSpread(spread.size(), pairs)) {
      int component = spread.size();
      spread.add(operator.largest(component, pairs, options, stages.ofComponent(component)));
      eigenvalues.add(spread.get(component).eigenvalues());
      done.accept(spread.size());
    }
    JavaRDD<ComponentPairs> whole =
        kept.keep(operator.whole(spread.size(), components, pairs, options));
    whole.map(some -> new Tuple2<>(some.component(), some.pairs().eigenvalues())).collect().stream()
        .sorted(Comparator.comparing(Tuple2::_1))
        .forEach(some -> eigenvalues.add(some._2()));
    done.accept(components);
    return new SpreadSolutions(eigenvalues, spread, whole);
  }
}
