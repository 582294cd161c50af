package dev.whiteboard.shortener;

import dev.whiteboard.stack.junit.TestStack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on two shards. */
final class LinkEditOnShardsIT extends LinkEditIT {
  private SecondDatabase second;

  @BeforeAll
  @Override
  void start(TestStack stack) throws Exception {
    second = SecondDatabase.make(stack);
    super.start(stack);
  }

  @Override
  String[] settings(TestStack stack) {
    return second.settings();
  }

  @AfterAll
  @Override
  void stop() {
    super.stop();
    second.close();
  }
}
