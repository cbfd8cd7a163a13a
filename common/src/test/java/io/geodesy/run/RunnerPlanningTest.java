package io.geodesy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.geodesy.analysis.Estimate;
import io.geodesy.run.Step.Status;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What is computed, what is taken from a published run, and that planning writes nothing. */
class RunnerPlanningTest extends RunnerFixture {
  @Test
  void plansWithoutWriting() {
    RunPlan plan = runner().plan(request("means").key("a").build());

    assertThat(plan.steps()).extracting(Step::name).containsExactly("sums", "means");
    assertThat(plan.shape().orElseThrow().rows()).isEqualTo(3);
    assertThat(plan.shape().orElseThrow().dim()).isEqualTo(2);
    assertThat(plan.alreadyDone()).isFalse();
    assertThat(out).doesNotExist();
  }

  @Test
  void letsAnalysesReadRowsToPlan() {
    RunPlan plan = runner().plan(request("means").key("a").build());

    assertThat(plan.estimates())
        .containsExactly(new Estimate(List.of("Reads 3 rows to plan."), 24, 0), Estimate.unknown());
    assertThat(out).doesNotExist();
  }

  @Test
  void saysThatAPublishedRunIsDone() {
    runner().run(request("sums").key("a").build());
    RunPlan plan = runner(NO_SPARK, new Configuration()).plan(request("sums").key("a").build());

    assertThat(plan.alreadyDone()).isTrue();
    assertThat(plan.steps()).extracting(Step::status).containsExactly(Status.COMMITTED);
    assertThat(plan.shape().orElseThrow().rows()).isEqualTo(3);
  }

  @Test
  void reusesAPublishedDependency() {
    runner().run(request("sums").key("a").build());

    RunPlan plan = runner().plan(request("means").key("b").build());
    assertThat(plan.steps()).extracting(Step::status).containsExactly(Status.REUSE, Status.COMPUTE);
    runner().run(request("means").key("b").build());

    assertThat(fakes.sums.runs).isEqualTo(1);
    assertThat(out.resolve("sums/run=b")).doesNotExist();
    assertThat(catalogue().run("b").reused())
        .containsExactly(new Manifest.ReusedAnalysis("sums", "a", List.of("sums")));
    assertThat(read("statistics/run=b").where("analysis = 'sums'").count()).isEqualTo(1);
  }

  @Test
  void computesADependencyThatDiffersFromThePublishedOne() {
    runner().run(request("sums").key("a").build());
    runner().run(request("means").key("b").scale(2).build());

    assertThat(read("means/run=b").head().getDouble(0)).isEqualTo(14);
    assertThat(catalogue().run("b").reused()).isEmpty();
  }

  @Test
  void computesTargetsThoughTheyArePublished() {
    runner().run(request("sums").key("a").build());
    runner().run(request("sums", "means").key("b").build());

    assertThat(fakes.sums.runs).isEqualTo(2);
    assertThat(catalogue().run("b").table("sums")).isPresent();
  }
}
