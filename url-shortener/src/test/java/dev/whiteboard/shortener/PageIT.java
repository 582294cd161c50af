package dev.whiteboard.shortener;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.whiteboard.shortener.qr.QrReader;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page does, in a real browser. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageIT {
  private static final String FIREFOX =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private static TestNode node;

  private TestPage shortener;
  private Page page;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    node = TestNode.start(stack);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void open(BrowserContext window) {
    shortener = TestPage.open(window, node);
    page = shortener.page();
  }

  @AfterEach
  void complainsOfNothing() {
    assertThat(shortener.complaints()).isEmpty();
  }

  @Test
  void shorten_follow_seeTheVisitCounted() {
    shortener.shorten("https://example.com/a/long/one");

    var landed = page.context().waitForPage(page.locator("#result-link")::click);
    landed.waitForURL("https://example.com/a/long/one");

    var row = shortener.links();
    assertThat(row).hasCount(1);
    assertVisits(row, "1");
    shortener.button(row, "Send a visit").click();
    assertVisits(row, "2");
  }

  @Test
  void copy_link_isOnTheClipboard() {
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    var code = shortener.shorten("https://example.com/copy");

    shortener.button("Copy").click();

    assertThat(page.getByText("Copied")).isVisible();
    assertThat(page.evaluate("navigator.clipboard.readText()"))
        .isEqualTo(node.url("/" + code).toString());
  }

  @Test
  void copy_inADialog_isSaidInFrontOfIt() {
    shortener.shorten("https://example.com/copy-in-a-dialog");
    shortener.button(shortener.links(), "Statistics").click();

    shortener.button(page.locator("#details-dialog"), "Copy").click();

    assertThat(page.locator("#details-dialog").getByRole(AriaRole.STATUS)).hasText("Copied");
  }

  @ParameterizedTest
  @CsvSource({"LIGHT", "DARK"})
  void qr_photographedFromTheScreen_saysTheShortUrl(ColorScheme scheme) throws Exception {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    var code = shortener.shorten("https://example.com/qr");

    shortener.button("QR code, large").click();
    var picture = page.locator("#qr-image");
    picture.evaluate("image => image.decode()");

    assertThat(QrReader.readPng(picture.screenshot())).isEqualTo(node.url("/" + code).toString());
  }

  @Test
  void qr_saved_isAPngOfTheShortUrl() throws Exception {
    var code = shortener.shorten("https://example.com/qr-saved");
    shortener.button("QR code, large").click();

    var saved = page.waitForDownload(page.getByText("Save as PNG")::click);

    assertThat(saved.suggestedFilename()).isEqualTo(code + ".png");
    assertThat(QrReader.readPng(Files.readAllBytes(saved.path())))
        .isEqualTo(node.url("/" + code).toString());
  }

  @Test
  void shorten_byKeyboardAlone_copiesAndShowsTheQrCode() {
    shortener.longUrl().focus();
    page.keyboard().type("https://example.com/keyboard");
    page.keyboard().press("Enter");

    assertThat(shortener.button("Copy")).isFocused();
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("Shift+Tab");
    assertThat(shortener.button("QR code, large")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#qr-dialog")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("#qr-dialog")).isHidden();
    assertThat(shortener.button("QR code, large")).isFocused();
  }

  @Test
  void shorten_badUrl_isSaidBesideTheField() {
    shortener.longUrl().fill("http://127.0.0.1/");
    shortener.button("Shorten").click();

    assertThat(page.locator("#url-error"))
        .containsText("loopback", new ContainsTextOptions().setIgnoreCase(true));
    assertThat(shortener.longUrl()).hasAttribute("aria-invalid", "true");
    assertThat(shortener.longUrl()).isFocused();
  }

  @Test
  void shorten_aliasTaken_isSaidBesideTheField() {
    node.shorten(new JsonObject().put("url", "https://example.com/").put("alias", "page-alias"));
    shortener.longUrl().fill("https://example.com/");
    page.getByText("Options").click();
    page.getByLabel("Custom alias").fill("page-alias");
    shortener.button("Shorten").click();

    assertThat(page.locator("#alias-error")).containsText("taken");
  }

  @ParameterizedTest
  @CsvSource({"429, That was a lot at once. Try again in 7 s.", "503, Try again in 7 s."})
  void shorten_refusedForNow_saysWhenToComeBack(int status, String said) {
    answerCreationWith(status, "7");
    shortener.longUrl().fill("https://example.com/later");
    shortener.button("Shorten").click();

    assertThat(page.locator("#shorten .notice")).containsText(said);
    assertThat(shortener.longUrl()).hasValue("https://example.com/later");
  }

  @Test
  void search_wordsOfUrlTitleOrTag_showsWhatHasThemAll() {
    shortener.shorten("https://example.com/spring", "The first", "mail, sale");
    shortener.shorten("https://example.com/autumn", "The second", "mail");

    page.getByLabel("Search your links").fill("MAIL spring");
    assertThat(shortener.links()).hasCount(1);
    assertThat(shortener.links()).containsText("The first");

    page.getByLabel("Search your links").fill("neither");
    assertThat(shortener.links()).hasCount(0);
    assertThat(page.getByText("No link matches.")).isVisible();
  }

  @Test
  void tag_pressed_showsTheLinksThatHaveIt() {
    shortener.shorten("https://example.com/1", "One", "red");
    shortener.shorten("https://example.com/2", "Two", "red, blue");

    shortener.button("Only links tagged blue").click();

    assertThat(shortener.links()).hasCount(1);
    assertThat(page.locator("#tag")).hasValue("blue");
    page.locator("#tag").selectOption("red");
    assertThat(shortener.links()).hasCount(2);
  }

  @Test
  void forget_thenUndo_isListedAgain() {
    shortener.shorten("https://example.com/forget");

    shortener.button(shortener.links(), "Forget").click();
    assertThat(shortener.links()).hasCount(0);
    shortener.button("Undo").click();

    assertThat(shortener.links()).hasCount(1);
  }

  @Test
  void reload_links_areStillListed() {
    shortener.shorten("https://example.com/kept", "Kept", "mail");

    page.reload();

    assertThat(shortener.links()).containsText("Kept");
  }

  @Test
  void statistics_aVisitArrives_theChartMoves() {
    var code = shortener.shorten("https://example.com/live");
    shortener.button(shortener.links(), "Statistics").click();
    var bars = page.locator("#details-chart rect.some");
    assertThat(page.locator("[data-total=visits]")).hasText("0");
    assertThat(bars).hasCount(0);

    node.get("/" + code);

    assertThat(page.locator("[data-total=visits]")).hasText("1", late());
    assertThat(bars).hasCount(1, new HasCountOptions().setTimeout(TestPage.FIRST_COUNT_MS));
    page.getByText("The chart as a table").click();
    assertThat(page.locator("#details-rows")).containsText("1 visit");
  }

  @ParameterizedTest
  @CsvSource({"Hours, 60 hours ago", "Days, 60 days ago"})
  void statistics_cutOtherwise_showsTheVisitToo(String cut, String from) {
    var code = shortener.shorten("https://example.com/cut");
    node.get("/" + code);
    shortener.button(shortener.links(), "Statistics").click();

    page.locator("#details-cut").getByText(cut).click();

    assertThat(page.locator("#details-from")).hasText(from);
    assertThat(page.locator("#details-chart rect.some"))
        .hasCount(1, new HasCountOptions().setTimeout(TestPage.FIRST_COUNT_MS));
  }

  @Test
  void statistics_visitOfAPerson_isBrokenDownAndOfToday() {
    var code = shortener.shorten("https://example.com/who");
    node.get("/" + code, "User-Agent", FIREFOX, "Referer", "https://news.example/item?id=1");
    shortener.button(shortener.links(), "Statistics").click();

    var shares = page.locator("#details-shares");
    assertThat(shares).containsText("news.example", lately());
    assertThat(shares).containsText("Firefox");
    assertThat(shares).containsText("Desktop");
    assertThat(shares).not().containsText("Countries");
    page.locator("#details-days").selectOption("1");
    assertThat(page.locator("#details-range-said"))
        .hasText("1 visit by 1 visitor; bots came 0 times.");
  }

  @Test
  void sendAVisit_fromABrowserDrivenByAProgram_isToldToBeABots() {
    page.setExtraHTTPHeaders(Map.of("User-Agent", "HeadlessChrome/140.0"));
    shortener.shorten("https://example.com/driven");

    shortener.button(shortener.links(), "Send a visit").click();

    assertThat(page.locator("#moment")).containsText("counted among the bots", lately());
    assertThat(shortener.links().locator("[data-visits]")).hasText("0");
  }

  @Test
  void list_limitSpent_saysSo() {
    page.getByText("Options").click();
    page.getByLabel("Maximum visits").fill("1");
    var code = shortener.shorten("https://example.com/once");
    assertThat(shortener.links()).containsText("1 visit at most");

    node.get("/" + code);

    assertThat(shortener.links()).containsText("used up", lately());
  }

  @Test
  void shorten_hostThatLooksLikeAnother_isWarnedOfWhereverItIsShown() {
    shortener.longUrl().fill("https://аррӏе.example/");
    shortener.button("Shorten").click();

    var warning = "letters that look like Latin ones";
    assertThat(page.locator("#result-warning")).containsText(warning);
    var mark =
        shortener.links().getByRole(AriaRole.IMG, named(Pattern.compile("^Warning: .*" + warning)));
    assertThat(mark).isVisible();
    shortener.button(shortener.links(), "Statistics").click();
    assertThat(page.locator("#details-warning")).containsText(warning);
  }

  @Test
  void preview_link_saysWhereItLeads() {
    var code = node.shorten("https://example.com/preview-me").getString("code");

    page.navigate(node.url("/" + code + "+").toString());

    assertThat(page.getByText("https://example.com/preview-me")).isVisible();
  }

  private void answerCreationWith(int status, String retryAfter) {
    page.route(
        "**/api/v1/links",
        route ->
            route.fulfill(
                new FulfillOptions()
                    .setStatus(status)
                    .setHeaders(Map.of("Retry-After", retryAfter))
                    .setBody("{\"title\":\"Not now\"}")));
  }

  private static void assertVisits(Locator row, String visits) {
    assertThat(row.locator("[data-visits]")).hasText(visits, late());
  }

  private static Locator.GetByRoleOptions named(Pattern name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  private static ContainsTextOptions lately() {
    return new ContainsTextOptions().setTimeout(TestPage.FIRST_COUNT_MS);
  }

  private static HasTextOptions late() {
    return new HasTextOptions().setTimeout(TestPage.FIRST_COUNT_MS);
  }
}
