package dev.whiteboard.chat.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import dev.whiteboard.chat.ChatService;
import dev.whiteboard.chat.RunningChat;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.browser.NeedsBrowser;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import dev.whiteboard.stack.process.JavaProcess;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node dies under the page that it served: SIGKILL, nobody says bye. */
@NeedsBrowser
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
final class PageDeathIT {
  private static JavaProcess node(TestStack stack, String name, int port, String siblings)
      throws Exception {
    var settings = RunningChat.settings(stack);
    settings.putAll(
        Map.of(
            "CHAT_NODES",
            "1",
            "CHAT_NODE",
            name,
            "CHAT_PORT",
            Integer.toString(port),
            "CHAT_SIBLING_PORTS",
            siblings));
    return JavaProcess.start(ChatService.class, "-Xmx256m", settings);
  }

  @Test
  void nodeKilled_underThePage_itGoesOnAtTheOther_nothingLostOrDoubled(
      TestStack stack, BrowserContext window) throws Exception {
    var first = node(stack, "east", 0, "");
    var port = first.url().getPort();
    try (var second = node(stack, "west", 0, Integer.toString(port))) {
      first.kill();
      try (var again = node(stack, "east", port, Integer.toString(second.url().getPort()))) {
        var ada = ChatTab.of(window, again.url(), "Ada");
        var bob = ChatTab.of(window, second.url(), "Bob");
        ada.begin(bob);
        assertThat(ada.node()).startsWith("east");
        var expected = IntStream.rangeClosed(1, 20).mapToObj(i -> "number " + i + ".").toList();

        expected.subList(0, 10).forEach(ada::say);
        again.kill();
        expected.subList(10, 20).forEach(ada::say);

        bob.enter(ada).hears("number 20.");
        assertThat(bob.said()).isEqualTo(expected);
        ada.hears("number 20.");
        assertThat(ada.node()).startsWith("west");
        assertThat(ada.said()).isEqualTo(expected);
        assertThat(ada.ticks("number 20.")).hasAttribute("data-state", "read");
        bob.say("and back");
        ada.hears("and back");
        ada.at("#about-open").click();
        assertThat(ada.at("#about-members li")).hasCount(2);
        assertThat(ada.complaints()).isEmpty();
      }
    }
  }
}
