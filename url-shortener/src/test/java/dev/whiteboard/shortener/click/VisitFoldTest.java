package dev.whiteboard.shortener.click;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.shortener.click.VisitFold.Day;
import dev.whiteboard.shortener.click.VisitFold.Minute;
import dev.whiteboard.shortener.click.VisitFold.Name;
import dev.whiteboard.shortener.visitor.Crawlers;
import dev.whiteboard.shortener.visitor.UserAgents;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VisitFoldTest {
  private static final UserAgents USER_AGENTS = new UserAgents(Crawlers.load());
  private static final String FIREFOX =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final String GOOGLEBOT =
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

  @Test
  void minutes_clicks_areCountedByLinkAndMinute_sorted() {
    var fold =
        fold(click("b", 60_000), click("a", 119_999), click("a", 120_000), click("a", 60_000));

    assertThat(fold.clicks()).isEqualTo(4);
    assertThat(fold.minutes())
        .containsExactly(
            entry(new Minute("a", 60_000), 2L),
            entry(new Minute("a", 120_000), 1L),
            entry(new Minute("b", 60_000), 1L));
  }

  @Test
  void days_visitorsAndBots_areToldApart() {
    var fold =
        fold(
            new Click("a", 0, 1L << 60, FIREFOX, "", ""),
            new Click("a", 1, 1L << 60, FIREFOX, "", ""),
            new Click("a", 2, 7L << 50, FIREFOX, "", ""),
            new Click("a", 3, 9L << 51, GOOGLEBOT, "", ""));

    assertThat(fold.days()).containsOnlyKeys(new Day("a", 0));
    var day = fold.days().values().iterator().next();
    assertThat(day.bots()).isEqualTo(1);
    assertThat(day.visitors().estimate()).isEqualTo(2);
    assertThat(fold.minutes()).containsExactly(entry(new Minute("a", 0), 3L));
  }

  @Test
  void names_ofPeople_areCountedByFacet() {
    var fold =
        fold(
            new Click("a", 0, 1, FIREFOX, "example.com", "DE"),
            new Click("a", 0, 2, FIREFOX, "", ""),
            new Click("a", 0, 3, GOOGLEBOT, "example.org", "US"));
    var day = new Day("a", 0);

    assertThat(fold.names())
        .containsExactly(
            entry(new Name(day, Facet.REFERRER, "direct"), 1L),
            entry(new Name(day, Facet.REFERRER, "example.com"), 1L),
            entry(new Name(day, Facet.BROWSER, "Firefox"), 2L),
            entry(new Name(day, Facet.SYSTEM, "Windows"), 2L),
            entry(new Name(day, Facet.DEVICE, "desktop"), 2L),
            entry(new Name(day, Facet.COUNTRY, "DE"), 1L));
  }

  private static VisitFold fold(Click... clicks) {
    return new VisitFold(USER_AGENTS, _ -> true).addAll(List.of(clicks));
  }

  private static Click click(String code, long atMillis) {
    return new Click(code, atMillis, atMillis, FIREFOX, "", "");
  }
}
