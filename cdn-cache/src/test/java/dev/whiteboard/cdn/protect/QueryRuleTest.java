package dev.whiteboard.cdn.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryRuleTest {
  private final QueryRule rule = new QueryRule(Set.of("utm_*", "sid"), true);

  @ParameterizedTest
  @CsvSource({
    "/a, /a",
    "/a?, /a?",
    "/a?b=1, /a?b=1",
    "/a?sid=1, /a",
    "/a?sid, /a",
    "/a?sidd=1, /a?sidd=1",
    "/a?b=2&utm_source=x&a=1&utm_=, /a?a=1&b=2",
    "/a?b=2&b=1&a=0, /a?a=0&b=2&b=1",
    "/a?b&a&b=, /a?a&b&b=",
    "/a?x=?utm_y=1, /a?x=?utm_y=1",
    "/a?b==&&a=1, /a?&a=1&b==",
    "/a?%75tm_x=1, /a?%75tm_x=1"
  })
  void applied_target_isAsExpected(String target, String expected) {
    assertThat(rule.applied(target)).isEqualTo(expected);
  }

  @Test
  void applied_nothingToDo_isTheVerySame() {
    var target = "/a?a=1&b=2";

    assertThat(rule.applied(target)).isSameAs(target);
    assertThat(QueryRule.NONE.applied("/a?b&a")).isEqualTo("/a?b&a");
  }

  @Provide
  Arbitrary<List<String>> parameters() {
    return Arbitraries.of("a=1", "b", "utm_x=2", "sid=3", "", "c=4", "=", "b=2")
        .list()
        .ofMaxSize(8);
  }

  @Property(tries = 300)
  void applied_twice_isAsOnce(@ForAll("parameters") List<String> parameters) {
    var once = rule.applied("/a?" + String.join("&", parameters));

    assertThat(rule.applied(once)).isEqualTo(once);
  }
}
