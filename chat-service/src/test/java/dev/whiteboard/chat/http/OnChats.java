package dev.whiteboard.chat.http;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tests on nodes that are there for all of a class: with one database, or again on two shards. */
@NeedsStack(Server.POSTGRES)
@TestInstance(Lifecycle.PER_CLASS)
abstract class OnChats {
  private final List<TestChat> nodes = new ArrayList<>();

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  /** Starts one more, until the end of the class. */
  final TestChat startNode(TestStack stack) throws Exception {
    var node =
        TestChat.start(
            stack.databaseUrl(), InstantSource.system(), stack.databaseSettings(onShards()));
    nodes.add(node);
    return node;
  }

  @AfterAll
  final void stopNodes() {
    nodes.forEach(TestChat::close);
  }
}
