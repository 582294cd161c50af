package dev.whiteboard.ratelimit.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.stack.browser.NeedsBrowser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page shows of traffic, in a real browser. */
@NeedsBrowser
final class ReplayPageIT {
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

  private double moment() {
    return Double.parseDouble(page.locator("#moment").inputValue());
  }
}
