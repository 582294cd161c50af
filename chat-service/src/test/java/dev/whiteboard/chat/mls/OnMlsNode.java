package dev.whiteboard.chat.mls;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tests on a node that is there for all of a class: with one database, or again on two shards. */
@NeedsStack(Server.POSTGRES)
@TestInstance(Lifecycle.PER_CLASS)
abstract class OnMlsNode {
  MlsNode node;
  Talkers talkers;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  @BeforeAll
  final void start(TestStack stack) throws IOException {
    node = MlsNode.start(stack.databaseUrls(onShards()));
    talkers = new Talkers(node);
  }

  @AfterAll
  final void stop() {
    node.close();
  }
}
