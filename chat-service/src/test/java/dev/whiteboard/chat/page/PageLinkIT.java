package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.RequestOptions;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection breaks in each way that a visitor can try, and nothing is lost or doubled. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageLinkIT extends PageAtTwoNodes {
  private ChatTab ada;
  private ChatTab bob;

  @BeforeEach
  void meet() {
    ada = atFirst("Ada");
    bob = atSecond("Bob");
    ada.begin(bob).say("first");
    bob.enter(ada).hears("first");
  }

  @Test
  void switchNode_goesOnAtTheOther_withAllThatItAsks() {
    assertThat(ada.node()).isEqualTo("node-1");

    ada.openWire().button("Switch node").click();

    assertThat(ada.at("#line-state")).hasAttribute("data-node", "node-2");
    ada.say("from the other node");
    bob.hears("from the other node");
    ada.at("#about-open").click();
    assertThat(ada.at("#about-members li")).hasCount(2);
  }

  @Test
  void cut_whileBothTalk_losesAndDoublesNothing() {
    ada.openWire();
    var expected = IntStream.rangeClosed(1, 30).mapToObj(i -> "number " + i + ".").toList();
    for (var i = 0; i < expected.size(); i++) {
      ada.say(expected.get(i));
      if (i % 10 == 5) {
        ada.connected().button("Cut the connection").click();
      }
    }

    bob.hears("number 30.");
    assertThat(bob.said().subList(1, 31)).isEqualTo(expected);
    ada.hears("number 30.");
    assertThat(ada.ticks("number 30.")).hasAttribute("data-state", "read");
    assertThat(ada.said().subList(1, 31)).isEqualTo(expected);
  }

  @Test
  void lostMessage_isAskedForWhenTheNextComes() {
    bob.openWire().button("Lose the next message").click();
    ada.say("lost").say("next");

    bob.hears("next");
    assertThat(bob.said()).isEqualTo(List.of("first", "lost", "next"));
    assertThat(bob.count("gaps")).not().hasText("0");
    assertThat(bob.at("#tape li[data-t=sync]").first()).isVisible();
    assertThat(bob.at("#tape li[data-lost]")).hasCount(1);
  }

  @Test
  void repeat_getsItsFirstPlaceBack() {
    ada.openWire().button("Send the last twice").click();

    assertThat(ada.count("duplicates")).hasText("1");
    assertThat(ada.at("#tape")).containsText("durable at 1, and was already");
    ada.say("after");
    bob.hears("after");
    assertThat(bob.said()).isEqualTo(List.of("first", "after"));
  }

  @Test
  void offline_whatIsWrittenWaits_andIsSentOnceWhenItIsBack() {
    sayOffline("written offline");
    ada.say("and another");

    window().setOffline(false);

    bob.hears("and another");
    ada.hears("and another");
    assertThat(bob.said()).isEqualTo(List.of("first", "written offline", "and another"));
    assertThat(ada.said()).isEqualTo(bob.said());
  }

  @Test
  void outbox_loadedAgainBeforeItWasSent_goesOnUnderTheSameName() {
    sayOffline("before the reload");
    var mid = ada.message("before the reload").getAttribute("data-mid");
    window().setOffline(false);
    ada.page().reload();
    ada.signedIn(ada.name());

    bob.hears("before the reload");
    assertThat(bob.message("before the reload")).hasAttribute("data-mid", mid);
    assertThat(bob.said()).isEqualTo(List.of("first", "before the reload"));
  }

  @Test
  void outbox_loadedAgainAfterItWasSent_doesNotHideThePlaceThatItGot() {
    sayOffline("sent before");
    var kept = ada.kept();
    window().setOffline(false);
    bob.hears("sent before");
    assertThat(ada.ticks("sent before")).not().hasAttribute("data-state", "sending");

    ada.page().evaluate("Object.assign(sessionStorage, " + kept + ")");
    ada.page().reload();
    ada.signedIn(ada.name()).enter(bob).hears("sent before");

    assertThat(ada.ticks("sent before"))
        .hasAttribute("data-state", Pattern.compile("delivered|read"));
    assertThat(ada.said()).isEqualTo(List.of("first", "sent before"));
  }

  /** Told once, to a connection that was about to die: nobody heard it. */
  @Test
  void readMark_thatWasLost_isSaidAgainOnTheNextConnection() {
    bob.page()
        .evaluate(
            """
            () => {
              const { send } = WebSocket.prototype;
              WebSocket.prototype.send = function (text) {
                if (!text.includes('"t":"read"')) return send.call(this, text);
                Object.assign(WebSocket.prototype, { send });
                window.readWasLost = true;
              };
            }
            """);
    ada.say("unheard of");
    bob.at("#words").focus();
    bob.page()
        .waitForCondition(() -> (boolean) bob.page().evaluate("() => Boolean(window.readWasLost)"));
    bob.openWire().button("Cut the connection").click();

    assertThat(ada.ticks("unheard of")).hasAttribute("data-state", "read");
  }

  @Test
  void revoked_endsThePage() {
    revoke(ada);

    assertThat(ada.at("#sign-in")).isVisible();
  }

  @Test
  void revoked_whileAMessageWaits_itIsSentAtTheNextSignIn() {
    sayOffline("waits for its device");
    revoke(ada);
    window().setOffline(false);
    assertThat(ada.at("#sign-in")).isVisible();

    ada.signIn(ada.name());

    bob.hears("waits for its device");
    ada.enter(bob).hears("waits for its device").say("after");
    bob.hears("after");
    assertThat(bob.said()).isEqualTo(List.of("first", "waits for its device", "after"));
  }

  @Test
  void copiedTab_doesNotShareTheSignIn() {
    watched(ChatTab.copy(window(), first(), ada.kept()));

    ada.connected().say("still here");
    bob.hears("still here");
  }

  @Test
  void copiedTab_signedInAsTheSame_sendsNothingOfTheOther() {
    sayOffline("waits in one tab");
    var kept = ada.kept();
    window().setOffline(false);
    bob.hears("waits in one tab");

    var copy = watched(ChatTab.copy(window(), first(), kept)).signIn(ada.name());
    copy.enter(bob).say("from the copy");

    bob.hears("from the copy");
    assertThat(copy.session("deviceId")).isNotEqualTo(ada.session("deviceId"));
    assertThat(bob.said()).isEqualTo(List.of("first", "waits in one tab", "from the copy"));
  }

  @Test
  void signedOut_andUpAsAnother_nothingIsLeftOfWhatWasSaid() {
    ada.say("a secret").openWire();
    assertThat(ada.at("#tape")).containsText("a secret");
    ada.at("#words").fill("a secret draft");
    ada.signOut().signUp(ada.name() + " the other");

    assertThat(ada.at("#tape li[data-t=welcome]")).hasCount(1);
    assertThat(ada.at("#tape")).not().containsText("secret");
    assertThat(ada.count("connections")).hasText("1");
    assertThat(ada.kept()).doesNotContain("secret");
  }

  /** Says it with no network: it waits. */
  private void sayOffline(String words) {
    window().setOffline(true);
    assertThat(ada.at("#line-state")).hasAttribute("data-state", "down");
    ada.say(words);
    assertThat(ada.ticks(words)).hasAttribute("data-state", "sending");
  }

  /** Ends a sign-in at the service, from elsewhere. */
  private static void revoke(ChatTab tab) {
    var options =
        RequestOptions.create().setHeader("Authorization", "Bearer " + tab.session("token"));
    var answer =
        tab.page()
            .request()
            .delete(first().resolve("/api/v1/sessions/current").toString(), options);
    assertThat(answer.status()).isEqualTo(204);
  }
}
