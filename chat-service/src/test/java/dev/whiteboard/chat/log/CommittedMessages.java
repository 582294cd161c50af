package dev.whiteboard.chat.log;

import dev.whiteboard.chat.id.ChatId;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers what a log told its listener. */
final class CommittedMessages implements CommittedListener {
  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();

  @Override
  public void committed(List<Message> committed) {
    messages.addAll(committed);
  }

  List<Message> of(ChatId chat) {
    return messages.stream().filter(message -> message.chat().equals(chat)).toList();
  }
}
