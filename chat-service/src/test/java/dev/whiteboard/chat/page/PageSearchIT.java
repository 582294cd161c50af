package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import dev.whiteboard.chat.RunningChat;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was said is found again, marked, and shown where it was said. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageSearchIT {
  private static RunningChat chat;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    chat = RunningChat.start(stack);
  }

  @AfterAll
  static void stop() {
    chat.close();
  }

  @Test
  void words_areFound_marked_andShownInTheirChat(BrowserContext window) {
    var ada = ChatTab.of(window, chat.first(), "Ada");
    var bob = ChatTab.of(window, chat.second(), "Bob");
    ada.begin(bob).say("the <b>zeppelin</b> leaves at nine").say("and something else");
    bob.enter(ada).hears("and something else");

    // Search is behind the chat by what Kafka takes.
    await()
        .pollInSameThread()
        .atMost(ChatTab.SOON)
        .until(() -> {
          bob.at("#find-words").fill("");
          bob.page()
              .waitForResponse("**/api/v1/search?**", () -> bob.at("#find-words").fill("zeppelin"));
          return bob.at("#hits li").count() == 1;
        });

    assertThat(bob.at("#hits mark")).hasText("zeppelin");
    assertThat(bob.at("#hits li")).containsText("the <b>zeppelin</b> leaves at nine");
    bob.at("#hits button").click();
    assertThat(bob.message("the <b>zeppelin</b> leaves at nine")).isVisible();
    assertThat(bob.complaints()).isEmpty();
  }

  @Test
  void chats_areFoundByTheirName_andEncryptedOnesAreSaidToBeLeftOut(BrowserContext window) {
    var ada = ChatTab.of(window, chat.first(), "Ada");
    var bob = ChatTab.of(window, chat.second(), "Bob");
    var eve = ChatTab.of(window, chat.first(), "Eve");
    ada.beginEncrypted(bob).say("xylophone");
    bob.enter(ada).hears("xylophone");
    ada.begin(eve);

    ada.at("#find-words").fill(eve.name());
    assertThat(ada.at("#chats li")).hasCount(1);

    ada.at("#find-words").fill("xylophone");
    assertThat(ada.at("#find-note")).containsText("Encrypted chats can’t be searched");
    assertThat(ada.at("#hits li")).hasCount(0);
    ada.at("#find-words").press("Escape");
    assertThat(ada.at("#chats li")).hasCount(2);
    assertThat(ada.complaints()).isEmpty();
  }
}
