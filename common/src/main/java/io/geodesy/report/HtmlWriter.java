package io.geodesy.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes elements whose texts and attribute values are escaped, so that no value can be markup. */
final class HtmlWriter {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Returns a text as it may stand in an element or in a quoted attribute. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '\t', '\n' -> escaped.append(c);
        // Control characters and halves of surrogate pairs are not characters of HTML.
        default -> escaped.append(isCharacter(text, i) ? c : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  /**
   * Opens an element.
   *
   * @param element name
   * @param attributes name, value, name, value, ...
   */
  HtmlWriter open(String element, String... attributes) {
    tag(element, attributes);
    open.push(element);
    return this;
  }

  /** Closes the element opened last. */
  HtmlWriter close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Writes an element that holds one text. */
  HtmlWriter leaf(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** Writes an element that has no content and no end tag. */
  HtmlWriter empty(String element, String... attributes) {
    tag(element, attributes);
    return this;
  }

  /** Writes a text. */
  HtmlWriter text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Writes what is markup, script or style already. */
  HtmlWriter raw(String markup) {
    out.append(markup);
    return this;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Elements left open: " + open);
    }
    return out.toString();
  }

  private void tag(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escape(attributes[i + 1])).append('"');
    }
    out.append('>');
  }

  private static boolean isCharacter(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return c >= 0x20 && (c < 0x7F || c > 0x9F) && c != 0xFFFE && c != 0xFFFF;
  }
}
