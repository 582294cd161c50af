package dev.whiteboard.ratelimit.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.stack.browser.NeedsBrowser;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traffic made by hand, in a real browser: pressed, held, drawn. */
@NeedsBrowser
final class ReplayPageTrafficIT {
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
  void press_twoThousandTimes_saysThatTheTapeIsFull() {
    page.locator("#limit-limit").fill("100");
    page.locator("#limit-per").fill("60");
    opened.clear();

    opened.press().evaluate("button => { for (let i = 0; i <= 2000; i++) button.click(); }");

    assertThat(page.locator("#tape-full")).containsText("The tape is full.");
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
    await().atMost(SOON).until(() -> opened.number("sliding-log", "denied") > 20);
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

  private double moment() {
    return Double.parseDouble(page.locator("#moment").inputValue());
  }
}
