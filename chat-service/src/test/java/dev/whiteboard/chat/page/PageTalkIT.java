package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Route;
import dev.whiteboard.chat.Person;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people in two tabs, each at a node of his own. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageTalkIT extends PageAtTwoNodes {
  private ChatTab ada;
  private ChatTab bob;

  @BeforeEach
  void meet() {
    ada = atFirst("Ada");
    bob = atSecond("Bob");
    ada.begin(bob);
  }

  @Test
  void message_isShownToTheOther_andTicksTellHowFarItIs() {
    ada.say("hello Bob");

    assertThat(ada.ticks("hello Bob")).hasAttribute("data-state", "delivered");
    assertThat(bob.at("#chats li")).containsText("hello Bob");
    assertThat(bob.at("#chats .chat-count")).hasText("1");

    bob.enter(ada).hears("hello Bob");

    assertThat(ada.ticks("hello Bob")).hasAttribute("data-state", "read");
    assertThat(bob.at("#chats .chat-count")).hasCount(0);
  }

  @Test
  void details_tellThePlaceAndTheWay() {
    ada.say("where are you");
    bob.enter(ada).hears("where are you");
    assertThat(ada.ticks("where are you")).hasAttribute("data-state", "read");

    ada.with("where are you", "Details");

    var facts = ada.message("where are you").locator(".facts");
    assertThat(facts).containsText("1 in this chat");
    assertThat(facts).containsText("durable at node-1");
    assertThat(facts).containsText("read +");
  }

  @Test
  void writing_isSeenByTheOther_andSoIsWhoIsThere() {
    ada.say("hi");
    bob.enter(ada).hears("hi");

    // It is told once, and may be lost: who goes on is seen.
    await()
        .pollInSameThread()
        .atMost(ChatTab.SOON)
        .until(() -> {
          ada.at("#words").pressSequentially("m");
          return bob.at("#messages .typing-line").count() > 0;
        });
    assertThat(bob.at("#messages .typing-line")).containsText("Ada");
    assertThat(bob.at("#talk-state")).containsText("writing");
    assertThat(bob.at("#chats .face")).hasAttribute("data-presence", "online");
    ada.at("#words").fill("");
    assertThat(bob.at("#talk-state")).hasText("Online");
  }

  @Test
  void changes_reachTheOther_alsoWhereHeCameLater() {
    ada.say("frist").say("to be deleted");
    bob.enter(ada).hears("frist");

    ada.with("frist", "Edit");
    ada.say("first");
    ada.with("to be deleted", "Delete").with("to be deleted", "Really?");

    assertThat(bob.message("first")).containsText("edited");
    assertThat(bob.at("#messages .said.gone")).hasText("Deleted");

    bob.page().reload();
    bob.signedIn(bob.name()).enter(ada);
    assertThat(bob.message("first")).containsText("edited");
    assertThat(bob.at("#messages .said")).hasText(new String[] {"first", "Deleted"});
  }

  @Test
  void messages_ofAChatThatCannotBeReadAtFirst_waitForIt() {
    var eve = atFirst("Eve");
    var refused = new AtomicInteger();
    bob.page()
        .route(
            "**/api/v1/chats/*",
            route -> {
              if (refused.incrementAndGet() <= 5) {
                route.fulfill(new Route.FulfillOptions().setStatus(503));
              } else {
                route.resume();
              }
            });

    eve.begin(bob).say("from somebody new");

    bob.enter(eve).hears("from somebody new");
  }

  @Test
  void clockThatIsHoursFast_renewsNoTokenBeforeItsTime() {
    try (var fast = window().browser().newContext()) {
      fast.addInitScript("const now = Date.now; Date.now = () => now() + 2 * 3_600_000;");
      var refreshed = new AtomicInteger();
      fast.onRequest(request -> {
        if (request.url().endsWith("/sessions/refresh")) {
          refreshed.incrementAndGet();
        }
      });
      var eve = watched(ChatTab.of(fast, first(), "Eve")).begin(bob).say("from tomorrow");
      bob.enter(eve).hears("from tomorrow").say("from today");
      eve.hears("from today");

      assertThat(refreshed.get()).isZero();
    }
  }

  @Test
  void answer_showsWhatItIsTo() {
    ada.say("tea or coffee?");
    bob.enter(ada).with("tea or coffee?", "Answer");
    bob.say("tea");

    assertThat(ada.message("tea").last().locator(".answers")).containsText("tea or coffee?");
  }

  @Test
  void lastOwn_byArrowUp_isChanged() {
    ada.say("teh").hears("teh");
    assertThat(ada.ticks("teh")).not().hasAttribute("data-state", "sending");

    ada.at("#words").press("ArrowUp");
    assertThat(ada.at("#words")).hasValue("teh");
    ada.say("the");

    assertThat(ada.at("#messages .said")).hasText("the");
  }

  @Test
  void history_isAskedForOnTheWayUp_andTheListStaysBounded() throws Exception {
    try (var carl = Person.of(first(), "Carl").connect()) {
      var room = carl.chatOf("direct", List.of(bob.id()));
      for (var i = 1; i <= 240; i++) {
        carl.say(room, "number " + i + ".");
        if (i % 20 == 0) {
          var _ = carl.hear(20);
        }
      }
    }
    bob.enter("Carl").hears("number 240.");
    bob.page().reload();
    bob.signedIn(bob.name()).enter("Carl").hears("number 240.");
    assertThat(bob.at("#messages .message").count()).isLessThanOrEqualTo(160);

    scrollUp(bob, "number 1.");

    assertThat(bob.at("#messages .message").count()).isLessThanOrEqualTo(160);
    assertThat(bob.at("#to-end")).isVisible();
    bob.at("#to-end").click();
    bob.hears("number 240.");
    assertThat(bob.said()).doesNotHaveDuplicates();
  }

  @Test
  void openChat_inWhichMuchIsSaid_keepsABoundedPart_andTheRestIsAskedFor() throws Exception {
    try (var dora = Person.of(first(), "Dora").connect()) {
      var room = dora.chatOf("direct", List.of(bob.id()));
      dora.say(room, "number 1.");
      bob.enter("Dora").hears("number 1.");
      for (var i = 2; i <= 600; i++) {
        dora.say(room, "number " + i + ".");
        if (i % 20 == 0) {
          var _ = dora.hear(20);
          dora.send(new JsonObject().put("t", "ack").put("chat", room).put("upto", i));
        }
      }
    }
    bob.hears("number 600.");

    var kept = "import('/assets/chat/store.js').then(({ openChat }) => openChat().messages.length)";
    assertThat((int) bob.page().evaluate(kept)).isLessThanOrEqualTo(400);

    scrollUp(bob, "number 1.");
    bob.at("#to-end").click();
    bob.hears("number 600.");
    assertThat(bob.said()).doesNotHaveDuplicates();
  }

  /** Scrolls up until it is there. */
  private static void scrollUp(ChatTab tab, String words) {
    await()
        .pollInSameThread()
        .atMost(ChatTab.SOON)
        .until(() -> {
          tab.at("#scroller").evaluate("place => { place.scrollTop = place.scrollTop ? 0 : 1; }");
          return tab.message(words).count() == 1;
        });
  }

  @Test
  void draft_staysWithItsChat() {
    var eve = atFirst("Eve");
    ada.at("#words").fill("half a thought");
    ada.begin(eve);
    assertThat(ada.at("#words")).hasValue("");
    assertThat(ada.at("#chats")).containsText("Draft: half a thought");

    ada.enter(bob);

    assertThat(ada.at("#words")).hasValue("half a thought");
  }

  @Test
  void draft_isGivenBackAfterAChange_madeOrNot() {
    ada.say("frist").hears("frist");
    ada.at("#words").fill("half a thought");

    ada.with("frist", "Edit");
    assertThat(ada.at("#words")).hasValue("frist");
    assertThat(ada.at("#chats")).not().containsText("Draft: frist");
    ada.at("#words").press("Escape");
    assertThat(ada.at("#words")).hasValue("half a thought");
    ada.with("frist", "Edit");
    ada.say("first");

    ada.hears("first");
    assertThat(ada.at("#words")).hasValue("half a thought");
  }

  @Test
  void change_thatIsRefused_isTold_andChangesNothing() {
    ada.say("stays").hears("stays");
    ada.with("stays", "Edit");
    ada.at("#words") // the field itself takes no more than it may
        .evaluate(
            """
            words => {
              words.value = 'too long '.repeat(1_000);
              words.dispatchEvent(new Event('input', { bubbles: true }));
            }
            """);
    ada.at("#words").press("Enter");

    assertThat(ada.at("#toasts")).containsText("Not changed");
    assertThat(ada.message("stays")).not().containsText("edited");
    ada.say("after");
    bob.enter(ada).hears("after");
    assertThat(bob.said()).isEqualTo(List.of("stays", "after"));
  }

  @Test
  void signOut_thisTabAlone_andTheOtherStays() {
    ada.signOut();

    bob.connected();
    ada.signIn(ada.name());
    assertThat(ada.at("#chats")).containsText(bob.name());
  }

  @Test
  void user_calledAsWhatEachObjectKnows_isAUserAsAnyOther() {
    watched(ChatTab.open(window(), first())).signUp("constructor").signOut().signIn("constructor");
  }

  @Test
  void tab_loadedAgain_goesOnAsTheSame_andIsRead() {
    ada.say("one");
    ada.page().reload();
    ada.signedIn(ada.name());

    ada.enter(bob).hears("one").say("two");
    bob.enter(ada).hears("two");

    assertThat(bob.said()).isEqualTo(List.of("one", "two"));
  }
}
