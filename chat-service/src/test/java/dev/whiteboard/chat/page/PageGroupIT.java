package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups: who is in them, what they are called, and how many have read. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageGroupIT extends PageAtTwoNodes {
  private ChatTab ada;
  private ChatTab bob;
  private ChatTab eve;

  @BeforeEach
  void meet() {
    ada = atFirst("Ada");
    bob = atSecond("Bob");
    eve = atFirst("Eve");
  }

  @Test
  void receipts_ofAGroup_areCounted() {
    ada.beginGroup("Tea", bob, eve).say("who is here?");
    assertThat(ada.ticks("who is here?")).hasAttribute("data-state", "delivered");

    bob.enter("Tea").hears("who is here?");

    assertThat(ada.ticks("who is here?"))
        .hasAttribute("aria-label", "Delivered to all, read by 1 of 2");
    assertThat(ada.ticks("who is here?")).hasText("1 of 2");
    eve.enter("Tea").hears("who is here?");
    assertThat(ada.ticks("who is here?")).hasAttribute("data-state", "read");
    assertThat(bob.message("who is here?").locator(".from")).hasText(ada.name());
  }

  @Test
  void members_areAddedAndRemoved_andEachIsTold() {
    ada.beginGroup("Tea", bob).say("before Eve");
    bob.enter("Tea").hears("before Eve");

    ada.at("#about-open").click();
    ada.at("#add-who").fill(eve.name());
    ada.at("#add-found li").first().click();
    assertThat(ada.at("#about-members li")).hasCount(3);
    assertThat(bob.at("#messages .system").last()).containsText("added " + eve.name());

    eve.enter("Tea");
    assertThat(eve.at("#messages .system")).containsText("added you");
    assertThat(eve.message("before Eve")).hasCount(0);

    var row =
        ada.at("#about-members li").filter(new Locator.FilterOptions().setHasText(bob.name()));
    row.locator("button").click();
    row.locator("button").click();
    assertThat(ada.at("#about-members li")).hasCount(2);
    assertThat(bob.at("#talk-left")).isVisible();
    assertThat(bob.at("#writing")).isHidden();
  }

  @Test
  void title_changed_isShownToAll() {
    ada.beginGroup("Tea", bob).say("hello");
    bob.enter("Tea").hears("hello");

    ada.at("#about-open").click();
    ada.at("#title-words").fill("Coffee");
    ada.button("Change").click();

    assertThat(bob.at("#talk-name")).hasText("Coffee");
    assertThat(bob.at("#messages .system").last()).containsText("called it “Coffee”");
    assertThat(bob.at("#title-form")).isHidden();
  }

  @Test
  void leave_endsItHere_andTheOthersSeeIt() {
    ada.beginGroup("Tea", bob, eve).say("hello");
    bob.enter("Tea").hears("hello");

    bob.at("#about-open").click();
    bob.button("Leave the group").click();
    bob.button("Really?").click();

    assertThat(bob.at("#talk-left")).isVisible();
    assertThat(ada.at("#messages .system").last()).hasText(bob.name() + " left.");
  }
}
