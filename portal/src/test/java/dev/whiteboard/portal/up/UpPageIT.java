package dev.whiteboard.portal.up;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.browser.PageComplaints;
import dev.whiteboard.stack.browser.PageLook;
import dev.whiteboard.stack.process.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of an {@code up}, as somebody comes to it who has just started it. */
@NeedsBrowser
final class UpPageIT {
  private static final List<String> SYSTEMS =
      List.of("url-shortener", "rate-limiter", "cdn-cache", "chat-service");

  /** A reading a second, asked for once a second, on a machine that may be busy. */
  private static final double SOON_MS = Duration.ofSeconds(20).toMillis();

  /** Five at once by the rule, more where Redis was away a moment ago. */
  private static final int ASKED_MAX = 30;

  private static final Pattern NUMBER_ABOVE_ZERO = Pattern.compile("^(?!0$)[0-9.,]+$");

  @TempDir static Path temporary;

  private static Path state;
  private static UpProcess up;

  private BrowserContext window;
  private Page page;
  private PageLook look;
  private PageComplaints complaints;

  @BeforeAll
  static void start() throws Exception {
    state = temporary.resolve("state");
    up =
        UpProcess.start(
                temporary, Map.of("WHITEBOARD_STATE", state.toString(), "PORTAL_CHECKOUT", ".."))
            .awaitReady();
  }

  @AfterAll
  static void stop() {
    up.close();
  }

  @BeforeEach
  void open(BrowserContext window) {
    this.window = window;
    page = window.newPage();
    look = new PageLook(page);
    complaints = PageComplaints.of(page);
    page.navigate(up.url("portal").toString());
    allRun();
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(complaints.texts()).isEmpty();
  }

  private void allRun() {
    assertThat(page.locator("#overall"))
        .hasText("4 running", new HasTextOptions().setTimeout(SOON_MS));
  }

  private Locator card(String system) {
    return page.locator("[data-name=" + system + "]");
  }

  private Locator now(String figure) {
    return page.locator("[data-figure=" + figure + "] .now");
  }

  private void moves(String figure) {
    assertThat(now(figure)).hasText(NUMBER_ABOVE_ZERO, new HasTextOptions().setTimeout(SOON_MS));
  }

  private void stands(String figure) {
    assertThat(now(figure)).hasText("0", new HasTextOptions().setTimeout(SOON_MS));
  }

  /** By its link, in a tab of its own: the portal's goes on beside it. */
  private Page openPageOf(String system) {
    var link = card(system).getByText("Open", new Locator.GetByTextOptions().setExact(true));
    var tab = window.newPage();
    tab.navigate(link.getAttribute("href"));
    return tab;
  }

  private static void click(Page tab, String button) {
    tab.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).first().click();
  }

  @Test
  void card_ofEachSystem_hasItsQuestion_itsDrawing_andItsFigures() {
    for (var system : SYSTEMS) {
      var card = card(system);

      assertThat(card.locator(".status")).hasText("Running");
      assertThat(card.locator(".asked")).hasText(Pattern.compile(".{40,}\\."));
      assertThat(card.getByRole(AriaRole.IMG)).hasAccessibleName(Pattern.compile(".{60,}\\."));
      assertThat(card.locator("[data-figure]")).hasCount(2);
      assertThat(card.locator(".capacity")).containsText("Asked for:");
    }
  }

  @Test
  void shortener_linkIsMadeAndFollowed_redirectsMove() {
    stands("redirects");
    var tab = openPageOf("url-shortener");
    tab.getByLabel("Long URL").fill("https://example.com/a/long/one");
    click(tab, "Shorten");
    assertThat(tab.locator("#result-link")).isVisible();

    var link = tab.locator("#result-link").getAttribute("href");
    for (var visit = 0; visit < 5; visit++) {
      assertThat(page.request().get(link, RequestOptions.create().setMaxRedirects(0)).status())
          .isEqualTo(302);
    }

    moves("redirects");
    assertThat(now("cached")).containsText("%");
  }

  @Test
  void limiter_isAskedUntilItSaysNo_decisionsMove() {
    stands("decisions");
    var tab = openPageOf("rate-limiter");
    var status = 0;
    for (var asked = 0; asked < ASKED_MAX && status != 429; asked++) {
      status = tab.waitForResponse("**/v1/check", () -> click(tab, "Check")).status();
    }
    assertThat(status).isEqualTo(429);

    moves("decisions");
    assertThat(now("denied"))
        .hasText(Pattern.compile("^[1-9]\\d*%$"), new HasTextOptions().setTimeout(SOON_MS));
  }

  @Test
  void cdn_isAskedTwice_requestsMove_andTheSecondWasAHit() {
    stands("requests");
    var tab = openPageOf("cdn-cache");
    tab.locator("#ask-path").fill("/images/1.svg?tour");
    for (var asked = 0; asked < 2; asked++) {
      tab.waitForResponse("**/v1/try", () -> click(tab, "Send a request"));
    }

    moves("requests");
    assertThat(now("hits")).hasText("50%", new HasTextOptions().setTimeout(SOON_MS));
  }

  @Test
  void chat_socketIsOpened_isCounted() {
    stands("sockets");
    var tab = openPageOf("chat-service");
    tab.evaluate(
        """
        () => new Promise((opened, failed) => {
          window.socket = new WebSocket('/api/v1/socket', 'chat.v1+json');
          window.socket.onopen = () => opened();
          window.socket.onclose = () => failed(new Error('closed'));
        })
        """);

    moves("sockets");
    tab.close();
    stands("sockets");
  }

  @Test
  void links_ofEachCard_leadToSomething() {
    for (var system : SYSTEMS) {
      var links = card(system).locator(".links a").all();

      assertThat(links.stream().map(Locator::textContent))
          .containsExactly("Open", "API", "Metrics", "Health", "Code", "Follow-ups", "Sheet");
      for (var link : links) {
        var href = up.url("portal").resolve(link.getAttribute("href")).toString();
        assertThat(page.request().get(href).status()).as(href).isEqualTo(200);
      }
    }
  }

  @Test
  void code_isReadFromThePageToTheClass() {
    card("url-shortener").getByText("Code").click();
    assertThat(page.locator("h1")).hasText("URL shortener");

    page.getByText("LinkCreation", new Page.GetByTextOptions().setExact(true)).first().click();

    assertThat(page).hasURL(Pattern.compile("/code/url-shortener/src/.*/LinkCreation\\.java$"));
    assertThat(page.locator("pre")).containsText("public final class LinkCreation");
    page.getByText("src", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("h1")).hasText("url-shortener/src");
  }

  @Test
  void sheet_isAPageToPrint_andLeadsBackToTheCode() {
    card("rate-limiter").getByText("Sheet").click();
    assertThat(page.locator("h2").first()).isVisible();
    assertThat(page.locator("body")).hasCSS("padding", "16px"); // its own style is let in

    page.getByText("rate-limiter/README.md").click();

    assertThat(page.locator("h1")).hasText("Rate limiter");
  }

  @Test
  void server_thatStandsStill_isShown_andThatItIsBack() throws Exception {
    var row = page.locator("#servers tr").filter(new Locator.FilterOptions().setHasText("Redis"));
    assertThat(page.locator("#servers .status[data-state=up]")).hasCount(3);
    var redis = List.of(StateFolder.redisOf(state).orElseThrow().pid());

    Shell.signal("STOP", redis);
    try {
      var soon = new ContainsTextOptions().setTimeout(SOON_MS);
      assertThat(row).containsText("Does not answer", soon);
      assertThat(page.locator("#overall")).containsText("Redis away", soon);
      page.getByText("When one of them is away").click();
      assertThat(page.locator("#away")).containsText("Redirects go on.");
    } finally {
      Shell.signal("CONT", redis);
    }
    allRun();
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void text_inEitherScheme_standsOutFromWhatIsBehindIt(ColorScheme scheme) {
    look.setScheme(scheme);
    page.locator("summary").click();
    assertThat(look.faintTexts()).isEmpty();

    card("cdn-cache").getByText("Follow-ups").click();
    assertThat(page.locator("h1")).isVisible();
    assertThat(look.faintTexts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 600, 1_200})
  void page_onAnyScreen_isNoWiderThanIt(int width) {
    look.setWidth(width);
    page.locator("summary").click();
    assertThat(look.tooWide()).isEmpty();

    card("chat-service").getByText("Code").click();
    assertThat(page.locator("h1")).isVisible();
    assertThat(look.tooWide()).isEmpty();
  }
}
