package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import org.junit.jupiter.api.Test;

/** What was said is found again, marked, and shown where it was said. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageSearchIT extends PageAtTwoNodes {
  @Test
  void words_areFound_marked_andShownInTheirChat() {
    var ada = atFirst("Ada");
    var bob = atSecond("Bob");
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
  }

  @Test
  void chats_areFoundByTheirName_andEncryptedOnesAreSaidToBeLeftOut() {
    var ada = atFirst("Ada");
    var bob = atSecond("Bob");
    var eve = atFirst("Eve");
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
  }
}
