package dev.whiteboard.chat;

import dev.whiteboard.stack.junit.TestStack;

/** The same with chats on two databases. */
final class ConversationOnShardsIT extends ConversationIT {
  @Override
  RunningChat running(TestStack stack) throws Exception {
    return RunningChat.startOnShards(stack);
  }
}
