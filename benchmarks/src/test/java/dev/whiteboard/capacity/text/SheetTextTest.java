package dev.whiteboard.capacity.text;

import static dev.whiteboard.capacity.result.ExampleResults.empty;
import static dev.whiteboard.capacity.result.ExampleResults.figure;
import static dev.whiteboard.capacity.result.ExampleResults.figures;
import static dev.whiteboard.capacity.result.ExampleResults.measurements;
import static dev.whiteboard.capacity.result.ExampleResults.whole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.capacity.claim.Inputs;
import dev.whiteboard.capacity.page.HtmlSheet;
import dev.whiteboard.capacity.sheet.Sheet;
import dev.whiteboard.capacity.sheet.Simulation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SheetTextTest {
  private static final String EVIL =
      "<script>alert(1)</script> | **b** [x](javascript:1) `c` \"q\" 'p' & ![i](http://e)";

  @TempDir Path folder;

  private Sheet sheet(JsonObject document) {
    return Sheet.of(
        Instant.parse("2026-11-22T09:00:00Z"),
        Inputs.asStated(),
        measurements(folder, document),
        Simulation.NONE);
  }

  private static JsonObject evil() {
    var document = whole().put("commit", EVIL);
    document.getJsonObject("machine").put("processor", EVIL).put("jdk", EVIL).put("kernel", EVIL);
    figures(document).add(figure("other.figure", "1", 1).put("rerun", EVIL));
    var missing = new JsonObject().put("bench", EVIL).put("what", EVIL).put("why", EVIL);
    return document.put("missing", new JsonArray(List.of(missing)));
  }

  @Test
  void terminal_fitsHundredColumns() {
    assertThat(TerminalSheet.of(sheet(whole())).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    assertThat(TerminalSheet.of(sheet(evil())).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void terminal_withoutResults_saysWhatMeasures() {
    assertThat(TerminalSheet.of(sheet(empty())))
        .containsOnlyOnce("./whiteboard bench --quick")
        .contains("40 not-measured");
  }

  @Test
  void markdown_ofTextFromElsewhere_isOnlyText() {
    var page = MarkdownSheet.of(sheet(evil()));

    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("[x](javascript")
        .doesNotContain(" | **b**")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; \\| \\*\\*b\\*\\*");
  }

  @Test
  void markdown_hasTheMachineAndEveryClaim() {
    var sheet = sheet(whole());

    assertThat(MarkdownSheet.of(sheet))
        .contains("2026-11-22 08:00 UTC", "commit abc1234", "calibration 800")
        .contains(sheet.rows().stream().map(row -> "### " + row.id()).toList());
  }

  @Test
  void html_ofTextFromElsewhere_isOnlyText() {
    assertThat(HtmlSheet.of(sheet(evil())))
        .doesNotContain("<script")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("default-src &#39;none&#39;");
  }

  @Test
  void html_withoutResults_isAPageAllTheSame() {
    assertThat(HtmlSheet.of(sheet(empty()))).contains("No curve is measured yet", "40");
  }

  @Test
  void html_asksForNothingFromElsewhere() {
    assertThat(HtmlSheet.of(sheet(whole())))
        .doesNotContainPattern("(src|href)=\"(?!#)")
        .doesNotContainPattern("url\\((?!\"data:)")
        .doesNotContain("@import");
  }

  @Test
  void json_isAsTheContractSays() {
    var json = new JsonObject(JsonSheet.of(sheet(whole())));

    assertThat(json.getJsonObject("machine").getInteger("cores")).isEqualTo(2);
    assertThat(json.getString("commit")).isEqualTo("abc1234");
    assertThat(Instant.parse(json.getString("at"))).isEqualTo("2026-11-22T09:00:00Z");
    for (var each : json.getJsonArray("rows")) {
      isRow((JsonObject) each);
    }
  }

  private static void isRow(JsonObject row) {
    assertThat(row.fieldNames())
        .contains(
            "id",
            "interview",
            "claim",
            "stated",
            "formula",
            "recomputed",
            "arithmetic",
            "measured",
            "bottleneck",
            "nodes",
            "verdict",
            "note",
            "rerun");
    isValue(row.getJsonObject("stated"));
    isValue(row.getJsonObject("recomputed"));
    assertThat(row.getString("formula")).isNotBlank();
    assertThat(row.getString("note")).isNotBlank();
    assertThat(row.getString("arithmetic")).isIn("right", "rounded", "wrong");
    assertThat(row.getString("verdict")).isIn("holds", "holds-if", "breaks-at", "not-measured");
    var measured = row.getJsonObject("measured");
    if (measured != null) {
      isValue(measured);
      assertThat(measured.fieldNames()).contains("median", "min", "max", "n", "bench");
      assertThat(row.getString("rerun")).startsWith("./whiteboard bench ");
    }
    if (row.getInteger("nodes") != null) {
      assertThat(row.getString("bottleneck")).isIn("CPU", "memory", "network", "disk", "kernel");
      assertThat(row.getJsonObject("yearCost").getString("origin")).startsWith("derived");
    }
  }

  private static void isValue(JsonObject value) {
    assertThat(value.getDouble("value")).isFinite();
    assertThat(value.getString("unit")).isNotBlank();
  }
}
