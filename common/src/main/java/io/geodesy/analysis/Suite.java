package io.geodesy.analysis;

import java.util.List;

/**
 * Several analyses over shared tables under one run key: nothing but a list.
 *
 * @see AnalysisRegistry
 */
public interface Suite {
  /** Returns the name as typed: lower case, words joined by hyphens. */
  String name();

  /** Returns one sentence for help and reference. */
  String summary();

  /** Returns the names of the analyses, in the order of the report. */
  List<String> members();
}
