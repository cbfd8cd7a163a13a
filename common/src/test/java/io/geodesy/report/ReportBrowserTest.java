package io.geodesy.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.geodesy.report.Browser.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens a report in a real browser, where there is one. */
@Tag("slow")
class ReportBrowserTest {
  private static Visit wide;
  private static Visit phone;
  private static Visit used;

  @BeforeAll
  static void openSample(@TempDir Path directory) throws IOException, InterruptedException {
    Optional<Browser> browser = Browser.find(directory);
    assumeTrue(
        browser.isPresent(),
        "SKIPPED: no Chromium on the path or in the variable CHROMIUM, so nobody looks at the report");
    Path page = directory.resolve("report.html");
    Files.writeString(page, ReportPage.render(SampleReport.of(6_000, 30)));
    wide = browser.orElseThrow().open(page, 1280, 900);
    phone = browser.orElseThrow().open(page, 390, 844);
    Path rehearsal = directory.resolve("used.html");
    Files.writeString(rehearsal, withVisitor(Files.readString(page)));
    used = browser.orElseThrow().open(rehearsal, 1280, 900);
  }

  @Test
  void drawsEveryChart() {
    assertThat(attribute(wide, "data-charts")).isEqualTo(Integer.toString(SampleReport.CHARTS));
    assertThat(attribute(phone, "data-charts")).isEqualTo(Integer.toString(SampleReport.CHARTS));
    assertThat(sizes(wide, "svg")).hasSize(SampleReport.CHARTS - 1).allMatch(size -> size > 300);
    assertThat(sizes(wide, "canvas")).hasSize(1).allMatch(size -> size > 800);
    assertThat(sizes(phone, "svg")).hasSize(SampleReport.CHARTS - 1).allMatch(size -> size > 250);
  }

  @Test
  void drawsMarksAndLabelsInsideTheCharts() {
    assertThat(wide.document())
        .contains(">largest gap</text>")
        .contains(">hubs begin</text>")
        .contains(">cluster 29</text>");
  }

  @Test
  void raisesNoError() {
    assertThat(wide.log()).doesNotContain("CONSOLE");
    assertThat(phone.log()).doesNotContain("CONSOLE");
    assertThat(wide.document()).doesNotContain("data-error=");
  }

  @Test
  void runsNoScriptHiddenInANameOfTheData() {
    assertThat(wide.document()).contains("<title>The shape of sample.parquet</title>");
    assertThat(wide.document()).doesNotContain("<img src=\"x\"");
  }

  @Test
  void answersKeysAndClicks() {
    assertThat(used.log()).doesNotContain("CONSOLE");
    assertThat(attribute(used, "data-theme")).isEqualTo("light");
    assertThat(used.document())
        .as("tooltip of the first bin, of the line's first point, of a point of the map")
        .contains("<b>times a row is a neighbour: 0 to 2</b>")
        .contains("<b>neighbours: 2</b>")
        .contains("<span>local density: ");
    assertThat(used.document()).as("legend").contains("aria-pressed=\"false\"");
    assertThat(used.document())
        .as("colour scale under the name of what it shows")
        .containsPattern("class=\"ramp\"><b[^>]*>local density</b>");
  }

  @Test
  void isNoWiderThanThePhone() {
    assertThat(attribute(phone, "data-width")).isEqualTo("390/390");
    assertThat(attribute(wide, "data-width")).isEqualTo("1280/1280");
  }

  /** A page with a script, which its policy would refuse, that uses it as a visitor would. */
  private static String withVisitor(String page) {
    String visitor =
        """
        <script>
        const at = (id) => document.getElementById(id);
        const press = (id, key) => at(id).dispatchEvent(new KeyboardEvent("keydown", {key}));
        document.querySelector(".legend button").click();
        document.querySelectorAll("input[type=radio]")[2].click();
        press("chart-1", "+");
        press("chart-1", "ArrowLeft");
        at("theme").click();
        press("chart-4", "ArrowRight");
        press("chart-8", "ArrowRight");
        document.querySelectorAll(".legend button")[1].click();
        echarts.getInstanceByDom(at("chart-1"))
            .dispatchAction({type: "showTip", seriesIndex: 1, dataIndex: 0});
        </script>
        """;
    int end = page.lastIndexOf("</body>");
    return page.substring(0, end).replaceFirst("<meta http-equiv[^>]*>", "")
        + visitor
        + page.substring(end);
  }

  private static String attribute(Visit visit, String name) {
    Matcher matcher =
        Pattern.compile("<html[^>]* " + name + "=\"([^\"]*)\"").matcher(visit.document());
    return matcher.find() ? matcher.group(1) : "";
  }

  /** Widths of the drawings, without the small shapes in legends. */
  private static List<Integer> sizes(Visit visit, String element) {
    Matcher matcher =
        Pattern.compile("<" + element + "[^>]* width=\"(\\d{3,})\" height=\"(\\d{3,})\"")
            .matcher(visit.document());
    List<Integer> widths = new ArrayList<>();
    while (matcher.find()) {
      widths.add(Integer.valueOf(matcher.group(1)));
    }
    return widths;
  }
}
