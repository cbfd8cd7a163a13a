package io.geodesy.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A text of several SQL statements, cut at the semicolons that stand outside texts, quoted names
 * and comments, which may stand inside one another as Spark's parser has them.
 */
final class SqlScript {
  private final String text;
  private final List<String> statements = new ArrayList<>();
  private int at;
  private int begin;
  private boolean hasContent;

  private SqlScript(String text) {
    this.text = text;
  }

  /** Returns the statements, without their semicolons; pieces of comments alone are left out. */
  static List<String> statements(String text) {
    return new SqlScript(text).cut();
  }

  private List<String> cut() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (text.startsWith("--", at)) {
        skipLine();
      } else if (text.startsWith("/*", at)) {
        skipComment();
      } else if (c == '\'' || c == '"' || c == '`') {
        hasContent = true;
        skipQuoted(c);
      } else if (c == ';') {
        end();
        at++;
        begin = at;
      } else {
        hasContent |= !Character.isWhitespace(c);
        at++;
      }
    }
    end();
    return statements;
  }

  private void end() {
    if (hasContent) {
      statements.add(text.substring(begin, Math.min(at, text.length())).strip());
    }
    hasContent = false;
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end + 1;
  }

  private void skipComment() {
    int depth = 0;
    do {
      boolean isOpen = text.startsWith("/*", at);
      boolean isClose = text.startsWith("*/", at);
      depth += isOpen ? 1 : isClose ? -1 : 0;
      at += isOpen || isClose ? 2 : 1;
    } while (depth > 0 && at < text.length());
  }

  private void skipQuoted(char quote) {
    for (at++; at < text.length() && text.charAt(at) != quote; at++) {
      if (text.charAt(at) == '\\' && quote != '`') {
        at++;
      }
    }
    at++;
  }
}
