package io.geodesy.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.testing.Promise;
import org.junit.jupiter.api.Test;

class HtmlWriterTest {
  @Test
  @Promise("Every value that a report shows is text: markup in a label or a name is not run")
  void escapesTextAndAttributes() {
    String html =
        new HtmlWriter().leaf("p", "<script>&'\"</script>", "title", "\"><img src=x>").toString();

    assertThat(html)
        .isEqualTo(
            "<p title=\"&quot;&gt;&lt;img src=x&gt;\">"
                + "&lt;script&gt;&amp;&#39;&quot;&lt;/script&gt;</p>");
  }

  @Test
  void replacesWhatIsNoCharacter() {
    assertThat(HtmlWriter.escape("a\u0000b\uD800c\u0085")).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
  }

  @Test
  void keepsCharactersBeyondTheFirstPlane() {
    assertThat(HtmlWriter.escape("\uD83D\uDE00")).isEqualTo("\uD83D\uDE00");
  }

  @Test
  void refusesElementsLeftOpen() {
    HtmlWriter html = new HtmlWriter().open("p");

    assertThatThrownBy(html::toString).hasMessageContaining("[p]");
  }
}
