package io.geodesy.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlScriptTest {
  @Test
  void cutsAtSemicolons() {
    assertThat(SqlScript.statements("select 1;\nselect 2\n;"))
        .containsExactly("select 1", "select 2");
    assertThat(SqlScript.statements("select 1")).containsExactly("select 1");
    assertThat(SqlScript.statements(" ;; -- nothing; here\n/* nor; here */ ")).isEmpty();
  }

  @Test
  void leavesTextsNamesAndCommentsWhole() {
    assertThat(
            SqlScript.statements(
                "select 'a;b', \"c;\\\"d;\" from `e;f` -- g; h\n where 1 /* i; j */ = 1; select 2"))
        .containsExactly(
            "select 'a;b', \"c;\\\"d;\" from `e;f` -- g; h\n where 1 /* i; j */ = 1", "select 2");
  }

  @Test
  void leavesCommentsInsideCommentsWhole() {
    assertThat(SqlScript.statements("select 1 /* a /* b; */ c; */ as d; select 2"))
        .containsExactly("select 1 /* a /* b; */ c; */ as d", "select 2");
  }

  @Test
  void endsWithAnOpenQuoteOrComment() {
    assertThat(SqlScript.statements("select 'a;")).containsExactly("select 'a;");
    assertThat(SqlScript.statements("select 1 /* ;")).containsExactly("select 1 /* ;");
    assertThat(SqlScript.statements("select 'a\\")).containsExactly("select 'a\\");
  }
}
