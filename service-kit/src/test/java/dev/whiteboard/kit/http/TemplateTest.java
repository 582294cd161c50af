package dev.whiteboard.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class TemplateTest {
  private static final Template TEMPLATE = Template.load("templates/kit/holes.html");

  @Test
  void fill_values_areAtEachOfTheirHoles() {
    assertThat(TEMPLATE.fill(Map.of("title", "T", "text", "X", "other", "O")))
        .isEqualTo("<p title=\"T\">X</p><p>X</p><p>{{ not a hole }} {not}</p>\n");
  }

  @Test
  void fill_markup_isShownAsItIs() {
    assertThat(TEMPLATE.fill(Map.of("title", "\" onclick='x()", "text", "<b>&amp;</b>")))
        .startsWith("<p title=\"&quot; onclick=&#39;x()\">&lt;b&gt;&amp;amp;&lt;/b&gt;</p>");
  }

  @Test
  void fill_valueThatLooksLikeAHoleOrAGroup_isTakenAsItIs() {
    assertThat(TEMPLATE.fill(Map.of("title", "{{text}}", "text", "$1\\$0")))
        .startsWith("<p title=\"{{text}}\">$1\\$0</p>");
  }

  @Test
  void fill_missingValue_isRefusedByName() {
    assertThatThrownBy(() -> TEMPLATE.fill(Map.of("title", "T"))).hasMessageContaining("{{text}}");
  }

  @Test
  void load_missing_isRefusedByName() {
    assertThatThrownBy(() -> Template.load("templates/kit/none.html"))
        .hasMessageContaining("templates/kit/none.html");
  }

  /** Whatever the values: the markup is the template's, and read back they are the same. */
  @Property
  void fill_anything_addsNoMarkup(@ForAll String title, @ForAll String text) {
    var page = TEMPLATE.fill(Map.of("title", title, "text", text));
    var frame = page.split("(<p title=\"|\">|</p><p>|</p>\n)", -1);

    assertThat(page.chars().filter(character -> "<>\"'".indexOf(character) >= 0).count())
        .isEqualTo(
            TEMPLATE
                .fill(Map.of("title", "", "text", ""))
                .chars()
                .filter(character -> "<>\"'".indexOf(character) >= 0)
                .count());
    assertThat(unescaped(frame[1])).isEqualTo(title);
    assertThat(unescaped(frame[2])).isEqualTo(text);
    assertThat(frame[1] + frame[2]).doesNotContainPattern("&(?!(amp|lt|gt|quot|#39);)");
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
