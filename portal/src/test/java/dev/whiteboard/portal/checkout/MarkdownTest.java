package dev.whiteboard.portal.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class MarkdownTest {
  @Test
  void html_ofHeadings_hasTheirAnchors() {
    var page = Markdown.of("# The `Ring`, drawn\n\n## 182.5 billion links is 91 TB, right?\n");

    assertThat(page.title()).hasValue("The Ring, drawn");
    assertThat(page.html())
        .contains("<h1 id=\"the-ring-drawn\">The <code>Ring</code>, drawn</h1>")
        .contains("<h2 id=\"1825-billion-links-is-91-tb-right\">");
  }

  @Test
  void html_ofATable_isOne_thatScrolls() {
    assertThat(Markdown.of("| a | b |\n|---|---|\n| 1 | [2](c.md#d) |\n").html())
        .contains("<table tabindex=\"0\">", "<a rel=\"nofollow\" href=\"c.md#d\">2</a>");
  }

  @Test
  void html_ofHtml_isItsText() {
    assertThat(Markdown.of("<script>alert(1)</script>\n\nand <b onclick=x>more</b>").html())
        .doesNotContain("<script", "<b")
        .contains("&lt;script&gt;", "&lt;b onclick=x&gt;");
  }

  @Test
  void html_ofALinkThatRuns_leadsNowhere() {
    assertThat(Markdown.of("[a](javascript:alert(1))").html()).contains("href=\"\"");
  }

  @Test
  void html_ofAPicture_isIt() throws IOException {
    var readme = Files.readString(Path.of("../chat-service/README.md"));

    assertThat(Markdown.of(readme).html())
        .contains("<picture>", "srcset=\"../docs/images/chat-dark.png\"");
  }

  @Test
  void title_ofAPageWithoutHeadings_isNone() {
    assertThat(Markdown.of("Just words.").title()).isEmpty();
  }
}
