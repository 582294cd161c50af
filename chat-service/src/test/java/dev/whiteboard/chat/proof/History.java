package dev.whiteboard.chat.proof;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.DeviceId;
import dev.whiteboard.chat.id.MessageId;
import dev.whiteboard.chat.id.UserId;
import java.util.ArrayList;
import java.util.List;

/** What clients did and saw, in the order in which they did. Safe for many threads. */
public final class History {
  private final List<Event> events = new ArrayList<>();

  /** One thing that happened at one client. */
  public sealed interface Event {
    /** When, in ms since the run began. */
    long atMs();

    /** In which chat. */
    ChatId chat();
  }

  /**
   * A device sent a message.
   *
   * @param mid its name
   */
  public record Sent(long atMs, DeviceId device, ChatId chat, MessageId mid) implements Event {}

  /**
   * And was told its place.
   *
   * @param seq its place
   */
  public record Acknowledged(long atMs, DeviceId device, ChatId chat, MessageId mid, long seq)
      implements Event {}

  /**
   * A device got a message and showed it.
   *
   * @param seq its place
   * @param from the device that had sent it
   */
  public record Applied(
      long atMs, DeviceId device, ChatId chat, long seq, MessageId mid, DeviceId from)
      implements Event {}

  /**
   * A device was told how far a member is.
   *
   * @param user which member
   * @param delivered up to there he has all
   * @param read up to there he has seen all
   */
  public record Told(
      long atMs, DeviceId device, ChatId chat, UserId user, long delivered, long read)
      implements Event {}

  /** Writes it down. */
  public synchronized void add(Event event) {
    events.add(event);
  }

  /** All so far. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }
}
