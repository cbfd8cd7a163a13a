package io.geodesy.jobs.cli;

import io.geodesy.analysis.Descriptor;
import io.geodesy.table.Column;
import io.geodesy.table.TableContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What stands below the options in the help of a job: its tables and papers. */
final class JobHelp {
  private JobHelp() {}

  /** Returns the lines. */
  static String[] footer(Job job, List<Descriptor<?>> plan) {
    List<String> lines = new ArrayList<>();
    List<String> others =
        plan.stream().map(Descriptor::name).filter(n -> !job.targets().contains(n)).toList();
    if (!others.isEmpty()) {
      lines.add("");
      lines.add(
          "Runs %s first, unless a matching run is published."
              .formatted(String.join(" and ", others)));
    }
    lines.add("");
    lines.add("Publishes:");
    for (TableContract table : outputs(job, plan).values()) {
      lines.add("  %s: %s".formatted(table.name(), table.doc()));
      lines.add(
          "      " + table.columns().stream().map(Column::name).collect(Collectors.joining(", ")));
    }
    List<String> papers =
        plan.stream()
            .filter(d -> job.targets().contains(d.name()))
            .flatMap(d -> d.references().stream())
            .distinct()
            .toList();
    if (!papers.isEmpty()) {
      lines.add("");
      lines.add("Papers:");
      papers.forEach(p -> lines.add("  " + p));
    }
    lines.add("");
    return lines.toArray(String[]::new);
  }

  private static Map<String, TableContract> outputs(Job job, List<Descriptor<?>> plan) {
    Map<String, TableContract> outputs = new LinkedHashMap<>();
    plan.stream()
        .filter(d -> job.targets().contains(d.name()))
        .flatMap(d -> d.outputs().stream())
        .forEach(t -> outputs.put(t.name(), t));
    return outputs;
  }
}
