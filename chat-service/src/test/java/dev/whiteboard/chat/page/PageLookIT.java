package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import dev.whiteboard.chat.Person;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.browser.PageLook;
import dev.whiteboard.stack.junit.NeedsStack;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How the page looks: its colours can be told apart, it fits the smallest phone, keys are enough.
 */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageLookIT extends PageAtTwoNodes {
  /** Fields, buttons and pictures that a screen reader would find without a name. */
  private static final String NAMELESS =
      """
      () => [...document.querySelectorAll('input, select, textarea, button, svg[role=img], img')]
        .filter((element) => element.checkVisibility())
        .filter((element) => !element.labels?.length && !element.getAttribute('aria-label') && !element.hasAttribute('alt') && !element.textContent.trim())
        .map((element) => element.outerHTML.slice(0, 80))
      """;

  private static final List<String> DIALOGS = List.of("#new-chat", "#about-open", "#account");

  private static final String QUESTION = "Shall we? https://example.org/" + "long".repeat(60);

  private ChatTab ada;
  private PageLook look;
  private String bobsName;
  private Person bob;

  @BeforeEach
  void meet() throws Exception {
    ada = atFirst("Ada");
    look = new PageLook(ada.page());
    bobsName = ChatTab.newName("Bob");
    bob = Person.of(second(), bobsName).connect();
  }

  @AfterEach
  void part() {
    bob.close();
  }

  /** Ada has a group before her. Nobody looks at Bob, so he is at no page. */
  private void talk() throws Exception {
    ada.beginGroup("Tea at four", List.of(bobsName)).say(QUESTION);
    var question = heardByBob(QUESTION);
    var group = question.getString("chat");
    bob.read(group, question.getLong("seq"));
    assertThat(ada.ticks(QUESTION)).hasAttribute("data-state", "read");
    bob.say(group, "yes");
    bob.say(group, "no, later");
    ada.hears("no, later").with("yes", "Details").with("no, later", "Answer");
  }

  private JsonObject heardByBob(String words) throws InterruptedException {
    var message = bob.next("msg");
    while (!words.equals(message.getString("body"))) {
      message = bob.next("msg");
    }
    return message;
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void text_inEitherScheme_standsOutFromWhatIsBehindIt(ColorScheme scheme) throws Exception {
    look.setScheme(scheme);
    talk();
    ada.openWire();

    assertThat(look.faintTexts()).isEmpty();
    for (var opener : DIALOGS) {
      ada.at(opener).click();
      assertThat(look.faintTexts()).as(opener).isEmpty();
      ada.page().keyboard().press("Escape");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void signIn_inEitherScheme_canBeRead(ColorScheme scheme) {
    var opened = watched(ChatTab.open(window(), first()));
    var start = new PageLook(opened.page());
    start.setScheme(scheme);
    opened.button("Sign in").click();

    assertThat(opened.at("#name-error")).isVisible();
    assertThat(start.faintTexts()).isEmpty();
    start.setWidth(320);
    assertThat(start.tooWide()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 390, 768, 1280})
  void page_ofAnyWidth_doesNotScrollSideways(int width) throws Exception {
    talk();
    look.setWidth(width);

    assertThat(look.tooWide()).isEmpty();
    ada.openWire();
    assertThat(look.tooWide()).isEmpty();
    ada.at("#wire-close").click();
    assertThat(overflowing()).isEmpty();
  }

  /** What sticks out of the conversation to the right. */
  private List<?> overflowing() {
    return (List<?>)
        ada.page()
            .evaluate(
                """
                () => [...document.querySelectorAll('#messages *')]
                  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
                  .map((element) => element.className)
                """);
  }

  @Test
  void phone_goesFromTheListToTheChatAndBack() throws Exception {
    look.setWidth(360);
    talk();
    assertThat(ada.at("#side")).isHidden();

    ada.at("#back").click();

    assertThat(ada.at("#side")).isVisible();
    assertThat(ada.at("#talk")).isHidden();
    ada.enter("Tea at four");
    assertThat(ada.at("#words")).isVisible();
  }

  @Test
  void controls_haveNames() throws Exception {
    talk();
    ada.openWire();

    assertThat((List<?>) ada.page().evaluate(NAMELESS)).isEmpty();
    for (var opener : DIALOGS) {
      ada.at(opener).click();
      assertThat((List<?>) ada.page().evaluate(NAMELESS)).as(opener).isEmpty();
      ada.page().keyboard().press("Escape");
    }
  }

  @Test
  void keyboard_isEnough() throws Exception {
    talk();
    ada.page().keyboard().press("Escape");
    assertThat(ada.at("#messages .acts button:not([tabindex='-1'])")).hasCount(0);
    ada.at("#scroller").focus();
    ada.page().keyboard().press("ArrowUp");
    assertThat(ada.message("no, later")).isFocused();
    ada.page().keyboard().press("ArrowUp");
    assertThat(ada.message("yes")).isFocused();
    ada.page().keyboard().press("Tab");
    ada.page().keyboard().press("Enter");
    assertThat(ada.at("#about-to")).containsText("yes");

    ada.page().keyboard().press("Control+k");
    assertThat(ada.at("#find-words")).isFocused();
  }

  @Test
  void said_isAnnounced() throws Exception {
    talk();
    bob.say(heardByBob("no, later").getString("chat"), "can you hear me?");

    assertThat(ada.at("#announced")).hasText(bobsName + ": can you hear me?");
  }
}
