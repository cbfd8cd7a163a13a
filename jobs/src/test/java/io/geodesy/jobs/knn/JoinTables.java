package io.geodesy.jobs.knn;

import io.geodesy.analysis.Progress;
import io.geodesy.config.ParameterBinder;
import io.geodesy.kernel.Workers;
import io.geodesy.table.VectorBlock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Joins of seeded rows without Spark, and the definition of a join. */
final class JoinTables {
  private JoinTables() {}

  static KnnJoinParameters parameters(int k, Metric metric, String... further) {
    Map<String, String> values = new HashMap<>();
    values.put("k", Integer.toString(k));
    values.put("metric", metric.key());
    for (String setting : further) {
      values.put(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    return ParameterBinder.bind(KnnJoinParameters.class, values);
  }

  /** Joins tables whose ids are the row numbers. */
  static JoinedLists join(
      float[][] queries, float[][] corpus, KnnJoinParameters parameters, int threads) {
    try (Workers workers = new Workers(threads)) {
      VectorBlock asked = TestTables.block(queries);
      VectorBlock searched = TestTables.block(corpus);
      return new JoinBuilder(
              JoinRows.of(asked, searched, parameters.metric(), workers),
              asked.ids(),
              searched.ids(),
              parameters,
              42,
              workers,
              Progress.SILENT)
          .build();
    }
  }

  /** Returns the k nearest rows of a corpus, by (float distance, row). */
  static int[] nearest(float[] query, float[][] corpus, int k, Metric metric, int excluded) {
    return IntStream.range(0, corpus.length)
        .filter(row -> row != excluded)
        .boxed()
        .sorted(
            Comparator.comparing((Integer row) -> BruteForce.distance(query, corpus[row], metric))
                .thenComparing(Comparator.naturalOrder()))
        .limit(k)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
