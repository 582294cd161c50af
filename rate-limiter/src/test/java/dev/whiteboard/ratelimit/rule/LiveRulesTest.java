package dev.whiteboard.ratelimit.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.whiteboard.ratelimit.limit.Algorithm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiveRulesTest {
  private final LiveRules live = new LiveRules(RuleTexts.rules("one"));

  @Test
  void replace_otherRules_holdAndAreTold() {
    var told = new ArrayList<RuleBook>();
    live.onChange(told::add);
    live.onChange(book -> assertThat(live.now()).isSameAs(book));

    live.replace(RuleTexts.rules("two"));

    assertThat(RuleTexts.names(live)).isEqualTo("two");
    assertThat(live.now().matching("api", List.of())).hasSize(1);
    assertThat(told).hasSize(1);
  }

  @Test
  void replace_sameRules_tellsNobody() {
    live.onChange(_ -> {
      throw new AssertionError("nothing changed");
    });
    var before = live.now();

    live.replace(RuleTexts.rules("one"));

    assertThat(live.now()).isSameAs(before);
  }

  @Test
  void replace_twins_areRefusedAndTheOldStay() {
    var twins = List.of(live.rules().getFirst(), live.rules().getFirst());

    assertThatIllegalArgumentException().isThrownBy(() -> live.replace(twins));
    assertThat(RuleTexts.names(live)).isEqualTo("one");
  }

  @Test
  void defaults_showEachAlgorithm() {
    assertThat(LiveRules.defaults())
        .allMatch(rule -> rule.domain().equals("demo"))
        .extracting(rule -> rule.limit().algorithm())
        .contains(Algorithm.values());
  }
}
