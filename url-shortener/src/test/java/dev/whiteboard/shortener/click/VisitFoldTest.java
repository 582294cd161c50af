package dev.whiteboard.shortener.click;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.shortener.click.VisitFold.MinuteVisits;
import org.junit.jupiter.api.Test;

final class VisitFoldTest {
  @Test
  void sorted_clicks_areCountedByLinkAndMinute() {
    var fold = new VisitFold();
    fold.add("b", 60_000);
    fold.add("a", 119_999);
    fold.add("a", 120_000);
    fold.add("a", 60_000);

    assertThat(fold.clicks()).isEqualTo(4);
    assertThat(fold.sorted())
        .containsExactly(
            new MinuteVisits("a", 60_000, 2),
            new MinuteVisits("a", 120_000, 1),
            new MinuteVisits("b", 60_000, 1));
  }
}
