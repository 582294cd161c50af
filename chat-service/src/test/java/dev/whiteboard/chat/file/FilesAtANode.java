package dev.whiteboard.chat.file;

import dev.whiteboard.chat.HandClock;
import dev.whiteboard.chat.log.ChatRows;
import dev.whiteboard.stack.junit.TestStack;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of files at one node, which the tests of a class share, with a clock set by hand. */
abstract class FilesAtANode {
  static final byte[] NONE = {};

  @TempDir static Path folder;

  static HandClock clock;
  static FileNode node;
  static ChatRows rows;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    clock = new HandClock(Instant.parse("2027-02-01T08:00:00Z"));
    node = FileNode.start(stack.databaseUrl(), folder, clock);
    rows = new ChatRows(node.database);
  }

  @AfterAll
  static void stop() {
    node.close();
  }
}
