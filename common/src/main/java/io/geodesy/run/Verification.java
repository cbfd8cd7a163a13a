package io.geodesy.run;

import io.geodesy.run.Manifest.PublishedTable;
import io.geodesy.run.Manifest.ReusedAnalysis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Compares what lies in an output with what a run's manifest says: the report is there, the
 * fingerprint is that of its parts, every table has the rows and the digest that were published,
 * those taken from other runs too. Reads every table once, writes nothing.
 */
public final class Verification {
  private final RunFiles files;
  private final Catalogue catalogue;
  private final Manifest run;
  private final List<Check> checks = new ArrayList<>();

  private Verification(RunFiles files, Manifest run) {
    this.files = files;
    this.catalogue = new Catalogue(files);
    this.run = run;
  }

  /**
   * Checks a run.
   *
   * @param output as the user gave it
   * @param runKey of a published run
   * @param hadoop how its file system is reached
   * @param session reads the tables
   * @throws io.geodesy.error.ConfigException if there is no such run
   * @throws io.geodesy.error.TransientException if storage or Spark failed, which says nothing of
   *     the run
   */
  public static List<Check> of(
      String output, String runKey, Configuration hadoop, SparkSession session) {
    RunFiles files = RunFiles.open(output, hadoop);
    return new Verification(files, new Catalogue(files).run(runKey)).check(session);
  }

  private List<Check> check(SparkSession session) {
    checkManifest();
    for (PublishedTable table : run.tables()) {
      checks.add(check(table, run.runKey(), session));
    }
    for (ReusedAnalysis reused : run.reused()) {
      Optional<Manifest> other = catalogue.find(reused.runKey());
      for (String table : reused.tables()) {
        checks.add(
            other
                .flatMap(manifest -> manifest.table(table))
                .map(found -> check(found, reused.runKey(), session))
                .orElseGet(
                    () ->
                        Check.bad(
                            "table " + table, "run " + reused.runKey() + " is not published")));
      }
    }
    return checks;
  }

  private void checkManifest() {
    String digest = new Fingerprint(run.fingerprintParts()).digest();
    checks.add(
        digest.equals(run.fingerprint())
            ? Check.good("manifest", "its fingerprint is that of its parts")
            : Check.bad("manifest", "was changed: its fingerprint is not that of its parts"));
    checks.add(
        files.exists(files.resolve(run.report()))
            ? Check.good("report", run.report())
            : Check.bad("report", run.report() + " is missing"));
  }

  private Check check(PublishedTable table, String runKey, SparkSession session) {
    String what = "table " + table.name() + (runKey.equals(run.runKey()) ? "" : " of " + runKey);
    if (!files.exists(files.resolve(table.path()))) {
      return Check.bad(what, table.path() + " is missing");
    }
    TableDigest found;
    try {
      found = TableDigest.measure(catalogue.table(session, table).dataset());
    } catch (Exception e) {
      // Spark throws SparkException, a checked one, without declaring it.
      RuntimeException remedied = Failures.remedied(e, files.root());
      if (!Failures.isUnreadableFile(e)) {
        throw remedied;
      }
      return Check.bad(what, remedied.getMessage());
    }
    return found.equals(new TableDigest(table.rows(), table.digest()))
        ? Check.good(what, "%d rows with digest %s".formatted(found.rows(), found.digest()))
        : Check.bad(
            what,
            "has %d rows with digest %s, was published with %d rows and digest %s"
                .formatted(found.rows(), found.digest(), table.rows(), table.digest()));
  }

  /**
   * One thing that was compared.
   *
   * @param what {@code manifest}, {@code report} or a table
   * @param isGood whether it is as the manifest says
   * @param finding what was found, and what was expected if it is not good
   */
  public record Check(String what, boolean isGood, String finding) {
    private static Check good(String what, String finding) {
      return new Check(what, true, finding);
    }

    private static Check bad(String what, String finding) {
      return new Check(what, false, finding);
    }
  }
}
