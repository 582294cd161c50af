package dev.whiteboard.chat.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import dev.whiteboard.chat.RunningChat;
import dev.whiteboard.stack.junit.TestStack;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Tests of the page before two nodes, which the tests of a class share. Each test has a window and
 * people of its own, and no tab that it has opened may have complained when it is over.
 */
abstract class PageAtTwoNodes {
  private static RunningChat chat;

  private final List<ChatTab> tabs = new ArrayList<>();
  private BrowserContext window;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    chat = RunningChat.start(stack);
  }

  @AfterAll
  static void stop() {
    chat.close();
  }

  @BeforeEach
  void take(BrowserContext window) {
    this.window = window;
  }

  @AfterEach
  void complainsOfNothing() {
    tabs.forEach(tab -> assertThat(tab.complaints()).as(tab.name()).isEmpty());
  }

  static URI first() {
    return chat.first();
  }

  static URI second() {
    return chat.second();
  }

  BrowserContext window() {
    return window;
  }

  /** Somebody new, in a tab of the test's window at the first node. */
  ChatTab atFirst(String name) {
    return watched(ChatTab.of(window, first(), name));
  }

  /** The same at the second node. */
  ChatTab atSecond(String name) {
    return watched(ChatTab.of(window, second(), name));
  }

  /** A tab that the test has opened by itself. */
  ChatTab watched(ChatTab tab) {
    tabs.add(tab);
    return tab;
  }
}
