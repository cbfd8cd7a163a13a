package io.geodesy.jobs.entropy;

import static io.geodesy.table.ColumnType.BIGINT;
import static io.geodesy.table.ColumnType.DOUBLE;
import static io.geodesy.table.ColumnType.INT;
import static io.geodesy.table.ColumnType.STRING;

import io.geodesy.table.Column;
import io.geodesy.table.TableContract;

/** The tables only {@code spectral-entropy} writes. */
final class EntropyTables {
  static final TableContract ENTROPY =
      TableContract.of(
          "spectral_entropy",
          "The entropy of every group at every diffusion time.",
          Column.nullable("group", STRING, "null for the whole table"),
          Column.of("variant", STRING, "what the entropy is taken of"),
          Column.nullable(
              "bandwidth", DOUBLE, "width of the Gaussian; null where the variant has none"),
          Column.nullable("t", DOUBLE, "diffusion time; null where the variant has none"),
          Column.of("n", BIGINT, "rows"),
          Column.of("entropy_bits", DOUBLE, "in bits"),
          Column.of("trace_sum", DOUBLE, "sum of the powers of the eigenvalues"),
          Column.of("mode", STRING, "exact or scalable (by quadrature)"),
          Column.of("stderr", DOUBLE, "standard error in bits; 0 where exact"),
          Column.nullable(
              "saturation",
              DOUBLE,
              "entropy over its largest possible value, log2 n (2 log2 n for entries); null for one row"),
          Column.of("rank_used", INT, "eigenvalues taken exactly"));

  static final TableContract INFORMATION =
      TableContract.of(
          "mutual_information",
          "What every class contributes to the information that rows and classes share.",
          Column.nullable("group", STRING, "null for the whole table"),
          Column.of("variable", STRING, "the column of the classes"),
          Column.of("class", STRING, "its value, or the bin"),
          Column.nullable("t", DOUBLE, "diffusion time; null where the variant has none"),
          Column.of("mode", STRING, "exact or scalable (by quadrature)"),
          Column.of("p", DOUBLE, "share of the rows of all classes that count"),
          Column.of("n", BIGINT, "rows of the class"),
          Column.of("conditional_entropy", DOUBLE, "entropy of the class, in bits"),
          Column.of(
              "matched_entropy", DOUBLE, "mean entropy of random subsets of its size, in bits"),
          Column.of("contribution", DOUBLE, "p times their difference, in bits"),
          Column.of("stderr", DOUBLE, "standard error of their difference, in bits"));

  static final TableContract SPECTRUM =
      TableContract.of(
          "entropy_spectrum",
          "The eigenvalues of the normalised kernel that were taken exactly: all of them in exact mode, the leading ones by quadrature.",
          Column.nullable("group", STRING, "null for the whole table"),
          Column.of("rank", INT, "0 is the largest"),
          Column.of("eigenvalue", DOUBLE, "of the normalised kernel, at most 1"));

  private EntropyTables() {}
}
