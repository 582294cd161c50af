package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Encrypted chats between browsers that know nothing of one another. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageKeysIT extends PageAtTwoNodes {
  private static final Pattern NUMBER = Pattern.compile("(\\d{5} ){11}\\d{5}");

  /** Requests; each goes to both nodes. */
  private static final int WELCOMES_LOST = 12;

  private BrowserContext elsewhere;
  private ChatTab ada;
  private ChatTab bob;

  @BeforeEach
  void meet() {
    elsewhere = window().browser().newContext();
    ada = atFirst("Ada");
    bob = watched(ChatTab.of(elsewhere, second(), "Bob"));
  }

  @AfterEach
  void part() {
    elsewhere.close();
  }

  @Test
  void encryptedChat_isReadByBoth_whoSeeTheSameNumber() {
    ada.beginEncrypted(bob).say("between us");
    bob.enter(ada).hears("between us").say("and back");
    ada.hears("and back");

    assertThat(number(ada)).isEqualTo(number(bob)).matches(NUMBER);
    assertThat(ada.at("#talk-strip")).containsText("can’t read, search or preview");
    assertThat(ada.at("#chats")).containsText("and back");
  }

  @Test
  void encryptedChat_changedAndLoadedAgain_isReadAsBefore() {
    ada.beginEncrypted(bob).say("one").say("two");
    bob.enter(ada).hears("two");
    ada.with("one", "Edit").say("ONE");
    bob.hears("ONE");

    ada.page().reload();
    ada.signedIn(ada.name()).enter(bob).hears("ONE").say("three");
    bob.hears("three");
    bob.page().reload();
    bob.signedIn(bob.name()).enter(ada).hears("three");

    assertThat(ada.said()).isEqualTo(List.of("ONE", "two", "three"));
    assertThat(bob.said()).isEqualTo(ada.said());
  }

  @Test
  void whoWasAway_readsWhatWasSaidMeanwhile() {
    bob.page().navigate("about:blank");
    ada.beginEncrypted(bob).say("while you were away").say("and more");
    assertThat(ada.ticks("and more")).hasAttribute("data-state", "sent");

    bob.page().navigate(second().toString());
    bob.signedIn(bob.name()).enter(ada).hears("while you were away").hears("and more");
  }

  @Test
  void newDevice_comesInOnItsOwn_isTold_andTheNumberChanges() {
    ada.beginEncrypted(bob).say("for the first device");
    bob.enter(ada).hears("for the first device");
    var before = number(ada);

    try (var third = elsewhere.browser().newContext()) {
      var again = watched(ChatTab.open(third, first())).signIn(bob.name()).enter(ada);
      assertThat(ada.at("#talk-strip")).containsText("came in with new keys");
      ada.say("for both");

      again.hears("for both");
      bob.hears("for both");
      assertThat(again.at("#messages .said.sealed")).hasCount(1);
      assertThat(number(ada)).isNotEqualTo(before);
      assertThat(number(again)).isEqualTo(number(ada));
    }
  }

  @Test
  void welcomes_thatCannotBeHadAtFirst_areWaitedFor() {
    var asked = new AtomicInteger();
    elsewhere.route(
        "**/api/v1/mls/welcomes",
        route -> {
          if (asked.incrementAndGet() <= WELCOMES_LOST) {
            route.abort();
          } else {
            route.resume();
          }
        });
    ada.beginEncrypted(bob).say("before the welcome");

    bob.enter(ada).hears("before the welcome");

    assertThat(bob.at("#messages .said.sealed")).hasCount(0);
    assertThat(asked.get()).isGreaterThan(WELCOMES_LOST);
  }

  /** A member may seal anything, and his client is his own. */
  @Test
  void filesThatAreNone_sealedByAMember_spoilNothing() {
    ada.beginEncrypted(bob);
    ada.page()
        .evaluate(
            """
            () => {
              const encode = JSON.stringify;
              JSON.stringify = (what, ...more) => encode(what?.text === 'broken' ? { ...what, files: [null] } : what, ...more);
            }
            """);
    ada.at("#attach")
        .setInputFiles(new FilePayload("a.txt", "text/plain", "words".getBytes(UTF_8)));
    assertThat(ada.at("#attached li[data-state=done]")).hasCount(1);
    ada.say("broken").say("after");

    bob.enter(ada).hears("broken").hears("after");
    assertThat(bob.message("broken").locator(".file")).hasCount(1);
    ada.hears("after");
  }

  @Test
  void comparedNumber_thatIsAnotherNow_isToldAlsoAfterAReload_andInItsChatAlone() {
    ada.beginEncrypted(bob).say("for the first device");
    bob.enter(ada).hears("for the first device");
    ada.at("#keys-open").click();
    ada.button("It is the same").click();
    assertThat(ada.at("#keys-numbers .status")).hasText("Compared");
    ada.page().keyboard().press("Escape");
    assertThat(ada.at("#talk-strip")).containsText("can’t read, search or preview");

    try (var third = elsewhere.browser().newContext()) {
      var again = watched(ChatTab.open(third, first())).signIn(bob.name()).enter(ada);
      assertThat(ada.at("#talk-strip")).containsText("came in with new keys");
      ada.page().reload();
      ada.signedIn(ada.name()).enter(bob);
      assertThat(ada.at("#talk-strip")).containsText("came in with new keys");

      choose(ada, "Sealed", bob);
      ada.say("in another chat");
      again.enter("Sealed").hears("in another chat");
      assertThat(ada.at("#talk-strip")).containsText("can’t read, search or preview");
      ada.at("#keys-open").click();
      assertThat(ada.at("#keys-numbers")).containsText("Not compared yet.");
    }
  }

  @Test
  void group_membersComeAndGo_andKeysFollow() {
    var eve = atFirst("Eve");
    choose(ada, "Sealed", bob, eve);

    ada.say("all three");
    bob.enter("Sealed").hears("all three");
    eve.enter("Sealed").hears("all three");

    remove(ada, eve);
    assertThat(eve.at("#talk-left")).isVisible();
    assertThat(ada.at("#messages .system.keys").last()).containsText("went out");
    ada.say("without Eve");
    bob.hears("without Eve");
    assertThat(eve.message("without Eve")).hasCount(0);
  }

  private static void choose(ChatTab who, String title, ChatTab... others) {
    who.button("New").click();
    for (var other : others) {
      who.at("#new-who").fill(other.name());
      who.at("#new-found li").first().click();
    }
    who.at("#new-group").check();
    who.at("#new-title").fill(title);
    who.at("#new-encrypted").check();
    who.button("Begin").click();
    assertThat(who.at("#talk-name")).containsText(title);
  }

  private static void remove(ChatTab by, ChatTab whom) {
    by.at("#about-open").click();
    var row =
        by.at("#about-members li")
            .filter(new Locator.FilterOptions().setHasText(whom.name()))
            .locator("button");
    row.click();
    row.click();
    assertThat(by.at("#about-members li")).hasCount(2);
    by.button("Close").last().click();
  }

  /** The digits that a tab shows of the other one. */
  private static String number(ChatTab tab) {
    tab.at("#keys-open").click();
    assertThat(tab.at("#keys-numbers .number")).hasCount(1);
    var number = tab.at("#keys-numbers .number").textContent();
    tab.page().keyboard().press("Escape");
    return number;
  }
}
