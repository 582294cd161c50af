package dev.whiteboard.chat.mls;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.SecondDatabase;
import dev.whiteboard.stack.junit.TestStack;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tests on a node that is there for all of a class: with one database, or again on two shards. */
@NeedsStack(Server.POSTGRES)
@TestInstance(Lifecycle.PER_CLASS)
abstract class OnMlsNode {
  private Optional<SecondDatabase> second = Optional.empty();
  MlsNode node;
  Talkers talkers;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  @BeforeAll
  final void start(TestStack stack) throws IOException {
    if (onShards()) {
      var made = SecondDatabase.make(stack);
      second = Optional.of(made);
      node = MlsNode.start(stack.databaseUrl(), made.url());
    } else {
      node = MlsNode.start(stack.databaseUrl());
    }
    talkers = new Talkers(node);
  }

  @AfterAll
  final void stop() {
    node.close();
    second.ifPresent(SecondDatabase::close);
  }
}
