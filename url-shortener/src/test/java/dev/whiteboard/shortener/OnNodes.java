package dev.whiteboard.shortener;

import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.junit.NeedsStack;
import dev.whiteboard.stack.junit.TestStack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tests on nodes that are there for all of a class: with one database, or again on two shards. */
@NeedsStack({Server.POSTGRES, Server.REDIS, Server.KAFKA})
@TestInstance(Lifecycle.PER_CLASS)
abstract class OnNodes {
  private final List<TestNode> nodes = new ArrayList<>();

  /** Whether links are on two shards. */
  boolean onShards() {
    return false;
  }

  /** Starts one more, until the end of the class. */
  final TestNode startNode(TestStack stack) throws Exception {
    var node = TestNode.start(stack, stack.databaseSettings(onShards()));
    nodes.add(node);
    return node;
  }

  @AfterAll
  final void stopNodes() {
    nodes.forEach(TestNode::close);
  }
}
