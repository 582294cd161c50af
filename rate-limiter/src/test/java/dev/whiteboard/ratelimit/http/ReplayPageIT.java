package dev.whiteboard.ratelimit.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.ReducedMotion;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.stack.browser.NeedsBrowser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page does, in a real browser. */
@NeedsBrowser
final class ReplayPageIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The moment is told no finer than this. */
  private static final double MOMENT_STEP_MS = 100;

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

  @Test
  void open_allAlgorithms_haveALane() {
    assertThat(page.locator("#lanes li")).hasCount(Algorithm.values().length);
    for (var algorithm : Algorithm.values()) {
      assertThat(opened.lane(algorithm.text()).locator("input")).isChecked();
      assertThat(opened.lane(algorithm.text()).locator(".hint")).not().isEmpty();
    }
  }

  @Test
  void aroundTheEdge_fixedWindowPassesTwiceTheLimitAndTheLogOnce() {
    opened.button("At the window’s edge").click();

    assertThat(opened.count("fixed-window", "admitted")).hasText("20");
    assertThat(opened.count("fixed-window", "denied")).hasText("0");
    assertThat(opened.count("fixed-window", "most")).hasText("2.0×");
    assertThat(opened.count("sliding-log", "admitted")).hasText("10");
    assertThat(opened.count("sliding-log", "denied")).hasText("10");
    assertThat(opened.count("sliding-log", "most")).hasText("1.0×");
    assertThat(opened.lane("fixed-window").locator("canvas"))
        .hasAttribute(
            "aria-label", "Fixed window: 20 admitted, 0 denied, most in 5 s 20, 2.0× the limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Steady, a bit too fast", "Poisson", "On and off", "Flood"})
  void preset_anyOther_isReplayed(String name) {
    opened.button(name).click();

    assertThat(opened.button(name)).hasAttribute("aria-pressed", "true");
    assertThat(opened.count("sliding-log", "most")).hasText("1.0×");
    assertThat(opened.number("fixed-window", "admitted")).isPositive();
  }

  @Test
  void press_once_isOneArrivalInEachLane() {
    opened.clear();

    opened.press().click();

    for (var algorithm : Algorithm.values()) {
      assertThat(opened.count(algorithm.text(), "admitted")).hasText("1");
    }
  }

  @Test
  void press_moreThanTheBurst_isDeniedByTheBucketsAndNotByTheWindows() {
    page.locator("#limit-burst").fill("2");
    page.locator("#limit-per").fill("60");
    opened.clear();

    for (var i = 0; i < 4; i++) {
      opened.press().click();
    }

    assertThat(opened.count("fixed-window", "admitted")).hasText("4");
    assertThat(opened.count("token-bucket", "admitted")).hasText("2");
    assertThat(opened.count("token-bucket", "denied")).hasText("2");
  }

  @Test
  void hold_pointer_sendsUntilItIsLetGo() {
    opened.clear();
    opened.press().hover();
    page.mouse().down();

    await().atMost(SOON).until(() -> opened.number("fixed-window", "admitted") >= 5);
    page.mouse().up();

    assertSendsNoMore();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "Enter"})
  void hold_key_sendsUntilItIsLetGo(String key) {
    opened.clear();
    opened.press().focus();
    page.keyboard().down(key);

    await().atMost(SOON).until(() -> opened.number("fixed-window", "admitted") >= 5);
    page.keyboard().up(key);

    assertSendsNoMore();
  }

  /** Time runs on after the button is let go, and nothing more arrives. */
  private void assertSendsNoMore() {
    var letGo = moment() + MOMENT_STEP_MS;
    await().atMost(SOON).until(() -> moment() > letGo + 700);

    assertThat(opened.press()).not().hasClass(Pattern.compile("held"));
    assertThat(opened.arrivals()).isNotEmpty().allMatch(at -> at <= letGo);
  }

  private double moment() {
    return Double.parseDouble(page.locator("#moment").inputValue());
  }

  @Test
  void draw_byPointer_isReplayed() {
    opened.clear();
    var pad = page.locator("#sketchpad");
    pad.scrollIntoViewIfNeeded();
    var box = pad.boundingBox();

    page.mouse().move(box.x + 2, box.y + box.height - 4);
    page.mouse().down();
    page.mouse().move(box.x + box.width / 2, box.y + 4);
    page.mouse().move(box.x + box.width - 2, box.y + 4);
    page.mouse().up();

    assertThat(opened.count("sliding-log", "most")).hasText("1.0×");
    assertThat(opened.number("sliding-log", "denied")).isGreaterThan(20);
    assertThat(page.locator("#presets [aria-pressed=true]")).hasCount(0);
  }

  @Test
  void draw_byKeyboard_isReplayed() {
    opened.clear();
    var steps = page.locator("#sketchpad [role=slider]");
    steps.first().focus();

    page.keyboard().press("End");
    page.keyboard().press("ArrowRight");
    assertThat(steps.nth(1)).isFocused();
    page.keyboard().press("ArrowUp");
    page.keyboard().press("ArrowUp");

    assertThat(steps.nth(0)).hasAttribute("aria-valuetext", "8.0 requests a second");
    assertThat(steps.nth(1)).hasAttribute("aria-valuetext", "2.0 requests a second");
    // 8/s and 2/s for 5/8 s each
    assertThat(opened.count("fixed-window", "admitted")).hasText("6");
  }

  @Test
  void choose_fewer_areNotAskedFor() {
    opened.lane("gcra").getByText("GCRA").click();

    assertThat(opened.lane("gcra").locator("canvas")).isHidden();
    var asked = page.waitForRequest("**/v1/replay", opened.button("Flood")::click);
    assertThat(asked.postData()).contains("fixed-window").doesNotContain("gcra");

    opened.lane("gcra").getByText("GCRA").click();
    assertThat(opened.lane("gcra").locator("canvas")).isVisible();
    assertThat(opened.count("gcra", "denied")).not().hasText("0");
  }

  @Test
  void moment_soughtByKeyboard_countsUpToIt() {
    opened.button("At the window’s edge").click();
    assertThat(opened.count("fixed-window", "admitted")).hasText("20");

    page.locator("#moment").focus();
    page.keyboard().press("Home");

    assertThat(page.locator("#clock")).hasText("0.0 s");
    assertThat(opened.count("fixed-window", "admitted")).hasText("0");
    page.keyboard().press("End");
    assertThat(opened.count("fixed-window", "admitted")).hasText("20");
  }

  @Test
  void play_thenPause_timeRunsAndStands() {
    opened.button("Flood").click();
    opened.button("Play").click();

    assertThat(page.locator("#clock")).not().hasText("20.0 s");
    await().atMost(SOON).until(() -> moment() > 300);
    opened.button("Pause").click();

    var at = moment();
    assertThat(opened.button("Play")).isVisible();
    assertThat(moment()).isEqualTo(at);
  }

  @Test
  void open_motionIsFine_playsByItself() {
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
    page.reload();

    await().atMost(SOON).until(() -> moment() > 100);
    assertThat(opened.button("Pause")).isVisible();
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

  @Test
  void lanes_allWithACheckbox_areReachedByKeyboard() {
    var names = Arrays.stream(Algorithm.values()).map(Algorithm::text).toList();
    opened.lane(names.getFirst()).locator("input").focus();

    for (var name : names) {
      assertThat(opened.lane(name).locator("input")).isFocused();
      page.keyboard().press("Space");
      assertThat(opened.lane(name).locator("canvas")).isHidden();
      page.keyboard().press("Tab");
    }
  }

  private static HasTextOptions late() {
    return new HasTextOptions().setTimeout((double) SOON.toMillis());
  }

  /** The page's policy is the service's: nothing is loaded from elsewhere, nothing runs inline. */
  @Test
  void open_everythingLoaded_isFromHere() {
    var elsewhere = new ArrayList<String>();
    page.onRequest(request -> {
      if (!request.url().startsWith(server.url().toString())) {
        elsewhere.add(request.url());
      }
    });

    var answer = page.reload();

    assertThat(answer.headerValue("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(page.locator("#lanes li").first()).isVisible();
    assertThat(elsewhere).isEmpty();
  }

  @Test
  void press_twoThousandTimes_saysThatTheTapeIsFull() {
    page.locator("#limit-limit").fill("100");
    page.locator("#limit-per").fill("60");
    opened.clear();

    opened.press().evaluate("button => { for (let i = 0; i <= 2000; i++) button.click(); }");

    assertThat(page.locator("#tape-problem")).containsText("The tape is full.");
  }
}
