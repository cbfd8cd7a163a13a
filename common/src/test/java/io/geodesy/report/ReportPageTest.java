package io.geodesy.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.geodesy.analysis.Chart;
import io.geodesy.analysis.Chart.Axis;
import io.geodesy.analysis.Chart.Bars;
import io.geodesy.analysis.Finding;
import io.geodesy.analysis.Grid;
import io.geodesy.analysis.Panel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final Report SAMPLE = SampleReport.of(200, 30);
  private static String page;

  @BeforeAll
  static void render() {
    page = ReportPage.render(SAMPLE);
  }

  @Test
  void showsEverySentenceAndFact() {
    SAMPLE.facts().forEach(fact -> assertShown(fact.value()));
    for (Section section : SAMPLE.sections()) {
      for (Panel panel : section.panels()) {
        assertShown(panel.title());
        panel.findings().forEach(finding -> assertShown(finding.sentence()));
        panel.sentences().forEach(ReportPageTest::assertShown);
        panel.charts().forEach(chart -> assertShown(chart.altText()));
        panel.grids().forEach(grid -> grid.rows().forEach(row -> row.forEach(c -> assertShown(c))));
      }
      section.references().forEach(ReportPageTest::assertShown);
    }
  }

  @Test
  void beginsWithTheSummaryAndEndsWithProvenance() {
    assertThat(
            List.of(
                "What this table looks like",
                "What to distrust",
                "Map of the rows</h2>",
                "Spectrum of the diffusion operator</h2>",
                "Hubs and orphans</h2>",
                "<summary>Parameters and provenance"))
        .map(page::indexOf)
        .doesNotContain(-1)
        .isSorted();
  }

  @Test
  void rendersTheSameBytesAgain() {
    assertThat(ReportPage.render(SampleReport.of(200, 30))).isEqualTo(page);
  }

  @Test
  void letsNoNameBecomeMarkup() {
    String data = withoutAssets();

    assertThat(data).doesNotContain("<img").doesNotContain("document.title='owned'");
    assertThat(occurrences(data, "<script")).isEqualTo(3);
    assertThat(occurrences(data, "</script>")).isEqualTo(3);
  }

  @Test
  void saysWhenThereIsNothingToDistrust() {
    Panel panel = Panel.titled("A").finding(Finding.shape("It is round.")).build();

    String calm = ReportPage.render(report(panel));

    assertThat(calm).contains("raised no warning").contains("It is round.");
  }

  @Test
  void saysARepeatedFindingOnce() {
    Panel panel =
        Panel.titled("A")
            .finding(Finding.caution("Recall is low."))
            .finding(Finding.caution("Recall is low."))
            .build();

    assertThat(occurrences(ReportPage.render(report(panel)), "Recall is low.")).isEqualTo(1);
  }

  @Test
  void namesNoAddressToLoadFrom() {
    assertThat(withoutAssets().replace(Asset.NOTICES.content(), ""))
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("@import")
        .doesNotContain("src=\"");
  }

  @Test
  void allowsItsOwnScriptsAndNothingElse() {
    Matcher policy =
        Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")
            .matcher(page);

    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1).replace("&#39;", "'"))
        .startsWith("default-src 'none';")
        .contains("script-src " + Asset.CHARTS.hash() + " " + Asset.SCRIPT.hash())
        .doesNotContain("connect-src")
        .doesNotContain("script-src 'unsafe-inline'");
  }

  @Test
  void carriesEveryChartAsData() throws Exception {
    JsonNode charts = chartData(page);

    assertThat(charts).hasSize(SampleReport.CHARTS);
    assertThat(charts.findValuesAsText("kind"))
        .containsExactly(
            "map",
            "lines",
            "lines",
            "lines",
            "lines",
            "bars",
            "bars",
            "histogram",
            "histogram",
            "bars",
            "scatter");
    JsonNode map = charts.get(0);
    assertThat(map.get("ids")).hasSize(200);
    assertThat(map.get("colorings").get(0).get("kinds").get(4).asText())
        .isEqualTo(SampleReport.HOSTILE);
    for (JsonNode chart : charts) {
      assertThat(page).contains("<div id=\"" + chart.get("id").asText() + "\"");
    }
  }

  @Test
  void keepsBandsAndMarks() throws Exception {
    JsonNode spectrum = chartData(page).get(1);
    JsonNode dimension = chartData(page).get(3);

    assertThat(spectrum.get("marks").get(0).get("name").asText()).isEqualTo("largest gap");
    assertThat(spectrum.get("marks").get(0).get("at").asDouble()).isEqualTo(9.5);
    assertThat(spectrum.get("series").get(0).get("low")).isEmpty();
    assertThat(dimension.get("series").get(0).get("low")).hasSize(8);
    assertThat(dimension.get("x").get("log").asBoolean()).isTrue();
  }

  @Test
  void staysUnderTwoMegabytesWithTwentyThousandPoints() {
    byte[] large = ReportPage.render(SampleReport.of(20_000, 30)).getBytes(StandardCharsets.UTF_8);

    assertThat(large.length).isLessThan(2_000_000);
  }

  @Test
  void setsColumnsOfNumbersToTheRight() {
    Grid grid = new Grid(List.of("rows", "name"), List.of(List.of("70,000", "a 1")), "Sizes.");

    String html = ReportPage.render(report(Panel.titled("A").grid(grid).build()));

    assertThat(html)
        .contains("<td class=\"n\">70,000</td><td class=\"\">a 1</td>")
        .contains("<p class=\"caption\">Sizes.</p>");
  }

  @Test
  void thinsTheTableBehindALongChart() {
    double[] values = new double[500];
    List<String> names = IntStream.range(0, 500).mapToObj(i -> "b" + i).toList();
    Chart bars = new Bars("Bars.", Axis.linear("x"), Axis.linear("y"), names, values);

    String html = ReportPage.render(report(Panel.titled("A").chart(bars).build()));

    assertThat(html)
        .contains("60 of 500 rows, evenly spaced.")
        .contains("<td class=\"\">b499</td>");
  }

  private static Report report(Panel panel) {
    Section section = new Section("a", "Does a.", List.of(), List.of(panel));
    return new Report("t", "k", List.of(), List.of(section), List.of());
  }

  private static JsonNode chartData(String page) throws Exception {
    String begin = "<script type=\"application/json\" id=\"chart-data\">";
    int from = page.indexOf(begin) + begin.length();
    return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
  }

  private static String withoutAssets() {
    return page.replace(Asset.CHARTS.content(), "")
        .replace(Asset.SCRIPT.content(), "")
        .replace(Asset.STYLE.content(), "")
        .replace(HtmlWriter.escape(Asset.NOTICES.content()), "");
  }

  private static void assertShown(String text) {
    assertThat(page.contains(HtmlWriter.escape(text))).as("shows: %s", text).isTrue();
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
