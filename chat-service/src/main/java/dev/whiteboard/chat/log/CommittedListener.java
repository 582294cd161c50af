package dev.whiteboard.chat.log;

import java.util.List;

/** Is told of messages as soon as they are durable, each chat's in its order. */
@FunctionalInterface
public interface CommittedListener {
  /** Takes them, without blocking and without throwing; on the log's own thread. */
  void committed(List<Message> messages);
}
