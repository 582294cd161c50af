package dev.whiteboard.chat.file;

import dev.whiteboard.chat.HandClock;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.stack.junit.TestStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of files at one node, which the tests of a class share, with a clock set by hand: with one
 * database, or again on two shards.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class FilesAtANode {
  static final byte[] NONE = {};

  @TempDir static Path folder;

  final HandClock clock = new HandClock(Instant.parse("2027-02-01T08:00:00Z"));
  FileNode node;
  ChatRows rows;

  /** Whether chats are on two shards. */
  boolean onShards() {
    return false;
  }

  @BeforeAll
  final void start(TestStack stack) throws Exception {
    node = startNode(stack);
    rows = new ChatRows(node.databases);
  }

  /** Starts one more with the same files. */
  final FileNode startNode(TestStack stack) throws IOException {
    return FileNode.start(stack.databaseUrls(onShards()), folder, clock);
  }

  @AfterAll
  final void stop() {
    node.close();
  }
}
