package dev.whiteboard.ratelimit.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import dev.whiteboard.stack.browser.NeedsBrowser;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is filled in, in a real browser, and what went wrong. */
@NeedsBrowser
final class ReplayPageFormIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static ReplayServer server;

  private ReplayPage opened;
  private Page page;

  @BeforeAll
  static void start() throws IOException {
    server = ReplayServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open(BrowserContext window) {
    opened = ReplayPage.open(window, server);
    page = opened.page();
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(opened.complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "#limit-limit, 0, Limit must be a whole number from 1 to 100.",
    "#limit-limit, 1.5, Limit must be a whole number from 1 to 100.",
    "#limit-per, '', 'Per, seconds must be a number from 0.2 to 60.'",
    "#limit-burst, 101, Burst must be a whole number from 1 to 100."
  })
  void limit_bad_isSaidBesideTheField(String field, String value, String said) {
    page.locator(field).fill(value);

    assertThat(page.locator(field + "-error")).hasText(said);
    assertThat(page.locator(field)).hasAttribute("aria-invalid", "true");
    page.locator(field).fill("7");
    assertThat(page.locator(field + "-error")).isEmpty();
    assertThat(page.locator(field)).not().hasAttribute("aria-invalid", "true");
  }

  @Test
  void replay_refusedField_isSaidBesideIt() {
    page.route(
        "**/v1/replay",
        route ->
            route.fulfill(
                new FulfillOptions()
                    .setStatus(400)
                    .setContentType("application/problem+json")
                    .setBody(
                        """
                        {"title": "Bad request", "errors": [{"field": "burst", "detail": "is odd"}]}
                        """)));
    opened.button("Flood").click();

    assertThat(page.locator("#limit-burst-error")).hasText("Burst is odd.");
  }

  @Test
  void replay_serviceAway_isSaidAndComesBack() {
    page.route("**/v1/replay", route -> route.abort());
    opened.button("Flood").click();
    assertThat(page.locator("#tape-problem")).containsText("cannot be reached");

    page.unroute("**/v1/replay");

    assertThat(opened.count("sliding-log", "most")).hasText("1.0×", late());
    assertThat(page.locator("#tape-problem")).isEmpty();
  }

  @Test
  void check_untilDenied_showsAnswerAndHeaders() {
    var check = opened.button("Check");

    check.click();
    assertThat(page.locator("#check-facts")).containsText("\"demo\";q=2;w=1");
    assertThat(page.locator("#check-status")).containsText("200");
    await()
        .atMost(SOON)
        .until(() -> {
          check.click();
          return page.locator("#check-status").textContent().contains("429");
        });

    assertThat(page.locator("#check-facts")).containsText("Retry-After");
    assertThat(page.locator("#check-facts")).containsText("token-bucket");
    assertThat(page.locator("#check-dots .denied").first()).isVisible();
  }

  @Test
  void check_noRuleOrNoDomain_isSaid() {
    page.locator("#check-domain").fill("unknown");
    opened.button("Check").click();
    assertThat(page.locator("#check .notice")).containsText("No rule is for this domain.");

    page.locator("#check-domain").fill(" ");
    opened.button("Check").click();
    assertThat(page.locator("#check-domain-error")).hasText("Domain is missing.");
    assertThat(page.locator("#check-domain")).isFocused();
  }

  private static HasTextOptions late() {
    return new HasTextOptions().setTimeout((double) SOON.toMillis());
  }
}
