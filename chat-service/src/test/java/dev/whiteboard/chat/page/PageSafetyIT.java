package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What people write stays text, wherever it is shown, and nothing runs that is not the page's own.
 */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageSafetyIT extends PageAtTwoNodes {
  private static final String ATTACK = "<img src=x onerror=\"document.title='taken'\">";

  @Test
  void attack_inMessageTitleAndFile_isShownAsText() {
    var ada = atFirst("Ada");
    var bob = atSecond("Bob");
    ada.beginGroup(ATTACK, bob);
    ada.at("#attach")
        .setInputFiles(new FilePayload(ATTACK, "text/html", "<script>1</script>".getBytes(UTF_8)));
    assertThat(ada.at("#attached li[data-state=done]")).hasCount(1);
    ada.say(ATTACK);

    bob.enter(ATTACK).hears(ATTACK);

    assertThat(bob.at("#talk-name")).hasText(ATTACK);
    assertThat(bob.at(".file")).containsText("<img");
    assertThat(bob.at("#messages img")).hasCount(0);
    bob.openWire().at("#tape-beats").check();
    assertThat(bob.at("#tape")).containsText("msg");
    assertThat(bob.page()).not().hasTitle("taken");
  }

  @Test
  void attack_inAnAnswerAndTheList_isShownAsText() {
    var ada = atFirst("Ada");
    var bob = atSecond("Bob");
    ada.begin(bob).say(ATTACK);
    bob.enter(ada).hears(ATTACK).with(ATTACK, "Answer");
    assertThat(bob.at("#about-to-what")).containsText(ATTACK);
    bob.say("no");

    assertThat(ada.message("no").locator(".answers")).containsText(ATTACK);
    assertThat(bob.at("#messages img, #chats img")).hasCount(0);
  }

  @Test
  void links_areThoseOfTheWebAlone_andTellTheirTargetNothing() {
    var ada = atFirst("Ada");
    var bob = atSecond("Bob");
    ada.begin(bob)
        .say(
            "see https://example.org/a?b=1, javascript:alert(1) and data:text/html,x (http://x.test).");

    var links = ada.at("#messages .said a");
    assertThat(links).hasCount(2);
    assertThat(links.first()).hasAttribute("href", "https://example.org/a?b=1");
    assertThat(links.last()).hasAttribute("href", "http://x.test/");
    assertThat(links.first()).hasAttribute("rel", "noopener noreferrer");
    assertThat(links.first()).hasAttribute("target", "_blank");
  }

  /** What a pattern tries again and again would take minutes, in the page of each who reads it. */
  @Test
  void longRows_ofEmojiAndOfBrackets_holdNobodyUp() {
    var ada = atFirst("Ada");
    var bob = atSecond("Bob");
    ada.begin(bob)
        .say("😀".repeat(3_900) + "x")
        .say("https://x.test/" + ")".repeat(7_900) + "a")
        .say("after");

    bob.enter(ada).hears("after");
    ada.say("👩‍🚀 👍🏽").hears("👩‍🚀 👍🏽");
    assertThat(ada.message("👩‍🚀 👍🏽")).hasClass(Pattern.compile("\\blarge\\b"));
    assertThat(ada.at("#messages .large")).hasCount(1);
  }

  /** The page may connect to the nodes of its host, and to nothing else. */
  @Test
  void policy_namesTheNodes_andAllowsNothingInline() {
    var ada = ChatTab.of(window(), first(), "Ada");
    var elsewhere = new ArrayList<String>();
    ada.page()
        .onRequest(request -> {
          if (!request.url().startsWith("http://localhost:")) {
            elsewhere.add(request.url());
          }
        });

    var policy = ada.page().reload().headerValue("Content-Security-Policy");
    ada.signedIn(ada.name());

    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
        .contains("ws://localhost:" + first().getPort())
        .contains("ws://localhost:" + second().getPort())
        .doesNotContain("unsafe", "*");
    assertThat(elsewhere).isEmpty();
    ada.page()
        .evaluate(
            "document.body.insertAdjacentHTML('beforeend', \""
                + "<img src=x onerror='document.title=1'>"
                + "\")");
    assertThat(ada.page()).not().hasTitle("1");
    ada.page().waitForCondition(() -> !ada.complaints().isEmpty());
    assertThat(ada.complaints()).allMatch(text -> text.contains("Content Security Policy"));
  }
}
