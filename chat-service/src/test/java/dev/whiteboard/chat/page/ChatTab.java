package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import dev.whiteboard.stack.browser.PageComplaints;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** The chat's page in one tab, as one user. */
final class ChatTab {
  /** What a loaded machine takes. */
  static final Duration SOON = Duration.ofSeconds(30);

  static final String PASSWORD = "correct horse battery";

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final PageComplaints complaints;
  private final Page page;
  private String name = "";

  private ChatTab(Page page) {
    this.page = page;
    this.complaints = PageComplaints.of(page);
  }

  /** Opens it for one who wants no motion; nobody is signed in. */
  static ChatTab open(BrowserContext window, URI node) {
    return open(window.newPage(), node);
  }

  /** Opens it with what another tab has {@link #kept}, as a browser's "Duplicate" does. */
  static ChatTab copy(BrowserContext window, URI node, String kept) {
    var page = window.newPage();
    page.addInitScript("Object.assign(sessionStorage, " + kept + ")");
    return open(page, node);
  }

  private static ChatTab open(Page page, URI node) {
    PlaywrightAssertions.setDefaultAssertionTimeout((double) SOON.toMillis());
    var tab = new ChatTab(page);
    tab.page.setDefaultTimeout((double) SOON.toMillis());
    tab.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    tab.page.navigate(node.toString());
    assertThat(tab.at("#sign-in")).isVisible();
    return tab;
  }

  /** Opens it, and signs somebody new up. */
  static ChatTab of(BrowserContext window, URI node, String first) {
    return open(window, node).signUp(newName(first));
  }

  /** A name that nobody has yet. */
  static String newName(String first) {
    return first + " " + NAMES.incrementAndGet();
  }

  ChatTab signUp(String name) {
    fillIn(name);
    button("Sign up").click();
    return signedIn(name);
  }

  ChatTab signIn(String name) {
    fillIn(name);
    button("Sign in").click();
    return signedIn(name);
  }

  private void fillIn(String name) {
    at("#name").fill(name);
    at("#password").fill(PASSWORD);
  }

  ChatTab signedIn(String name) {
    this.name = name;
    assertThat(at("#account")).hasText(name);
    connected();
    return this;
  }

  /** Waits until it is at a node. */
  ChatTab connected() {
    assertThat(at("#line-state")).hasAttribute("data-state", "up");
    return this;
  }

  String name() {
    return name;
  }

  /** The user's id. */
  String id() {
    return session("userId");
  }

  /** Something of who is signed in. */
  String session(String field) {
    return (String)
        page.evaluate(
            "field => JSON.parse(sessionStorage.getItem('whiteboard.chat.session'))[field]", field);
  }

  /** What the browser keeps for this tab alone, as JSON. */
  String kept() {
    return (String) page.evaluate("JSON.stringify({ ...sessionStorage })");
  }

  Page page() {
    return page;
  }

  /**
   * What is on the page; it comes to the front for it, as a person's would: a tab behind another
   * draws one picture a second, and each click waits for two.
   */
  Locator at(String selector) {
    page.bringToFront();
    return page.locator(selector);
  }

  Locator button(String label) {
    page.bringToFront();
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true));
  }

  /** Errors in its scripts, and what its security policy stopped. */
  List<String> complaints() {
    return complaints.texts().stream().filter(text -> !isOfTheNetwork(text)).toList();
  }

  /** A connection that a test broke is told on the console too. */
  private static boolean isOfTheNetwork(String text) {
    return text.startsWith("WebSocket connection to") || text.contains("net::ERR_");
  }

  /** Begins a chat with others; more than one are a group. */
  ChatTab begin(ChatTab... others) {
    choose(names(others));
    return beginChosen();
  }

  ChatTab beginEncrypted(ChatTab... others) {
    choose(names(others));
    at("#new-encrypted").check();
    assertThat(at("#new-encrypted-note")).containsText("can’t search");
    return beginChosen();
  }

  ChatTab beginGroup(String title, ChatTab... others) {
    return beginGroup(title, names(others));
  }

  /** The same with people who need not be at a page. */
  ChatTab beginGroup(String title, List<String> names) {
    choose(names);
    at("#new-group").check();
    at("#new-title").fill(title);
    return beginChosen();
  }

  private static List<String> names(ChatTab... tabs) {
    return Arrays.stream(tabs).map(ChatTab::name).toList();
  }

  private void choose(List<String> names) {
    button("New").click();
    for (var chosen : names) {
      at("#new-who").fill(chosen);
      at("#new-found li").first().click();
      assertThat(at("#new-chosen")).containsText(chosen);
    }
  }

  private ChatTab beginChosen() {
    button("Begin").click();
    assertThat(at("#new-dialog")).isHidden();
    assertThat(at("#words")).isVisible();
    return this;
  }

  /** Opens a chat of the list by what stands in it. */
  ChatTab enter(String chat) {
    at("#chats li").filter(new Locator.FilterOptions().setHasText(chat)).first().click();
    assertThat(at("#talk-name")).containsText(chat);
    return this;
  }

  ChatTab enter(ChatTab other) {
    return enter(other.name);
  }

  ChatTab say(String words) {
    at("#words").fill(words);
    at("#words").press("Enter");
    return this;
  }

  /** The message that says this. */
  Locator message(String words) {
    return page.locator("#messages .message")
        .filter(new Locator.FilterOptions().setHas(exactly(words)));
  }

  private Locator exactly(String words) {
    // As JavaScript has it, which knows no \\Q.
    var whole = Pattern.compile("^" + words.replaceAll("[^\\w\\s]", "\\\\$0") + "$");
    return page.locator(".said").filter(new Locator.FilterOptions().setHasText(whole));
  }

  /** Waits for a message. */
  ChatTab hears(String words) {
    assertThat(message(words)).hasCount(1);
    return this;
  }

  Locator ticks(String words) {
    return message(words).locator(".ticks");
  }

  /** What is said, in order. */
  List<String> said() {
    return at("#messages .said").allTextContents();
  }

  /** Does something with a message. */
  ChatTab with(String words, String action) {
    page.bringToFront();
    message(words).hover();
    message(words)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(action).setExact(true))
        .click();
    return this;
  }

  /** Signs out; the page is as it was at first. */
  ChatTab signOut() {
    at("#account").click();
    button("Sign out").click();
    assertThat(at("#sign-in")).isVisible();
    return this;
  }

  ChatTab openWire() {
    at("#line").click();
    assertThat(at("#wire")).isVisible();
    return this;
  }

  /** A figure of what the page has come through. */
  Locator count(String what) {
    return at("#counts [data-count=" + what + "]");
  }

  /** The node that it is at. */
  String node() {
    connected();
    return at("#line-state").textContent();
  }
}
