package dev.whiteboard.shortener.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UserAgentsTest {
  private static final UserAgents USER_AGENTS = new UserAgents(Crawlers.load());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Firefox | Windows | desktop | Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0)"
            + " Gecko/20100101 Firefox/140.0",
        "Mobile Safari | iOS | mobile | Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"
            + " AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
        "Chrome Mobile | Android | mobile | Mozilla/5.0 (Linux; Android 10; K)"
            + " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        "Chrome | Android | tablet | Mozilla/5.0 (Linux; Android 10; K)"
            + " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Safari | Mac OS X | desktop | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
            + " AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
        "curl | other | other | curl/8.9.1",
        "other | other | other | something"
      })
  void of_person_saysBrowserSystemAndDevice(
      String browser, String system, String device, String userAgent) {
    var agent = USER_AGENTS.of(userAgent);

    assertThat(agent.isBot()).isFalse();
    assertThat(agent.browser()).isEqualTo(browser);
    assertThat(agent.system()).isEqualTo(system);
    assertThat(agent.device()).isEqualTo(device);
  }

  @Test
  void of_nothing_isOther() {
    assertThat(USER_AGENTS.of("").browser()).isEqualTo("other");
  }

  @Test
  void of_crawler_isBot() {
    assertThat(USER_AGENTS.of("Twitterbot/1.0").isBot()).isTrue();
  }
}
