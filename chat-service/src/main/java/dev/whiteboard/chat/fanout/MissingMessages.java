package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Message;
import java.util.List;
import java.util.function.Consumer;

/** Fetches messages of which no hint came. */
@FunctionalInterface
public interface MissingMessages {
  /**
   * Fetches, off the event loop.
   *
   * @param after what comes behind this
   * @param fetched takes them, in order, on the event loop; none where they can't be read now
   */
  void fetch(ChatId chat, long after, Consumer<List<Message>> fetched);
}
