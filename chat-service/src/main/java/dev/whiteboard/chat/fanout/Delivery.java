package dev.whiteboard.chat.fanout;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.ServerFrame;
import dev.whiteboard.chat.protocol.ServerFrames;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A message on its way to sockets: written as JSON once, for all of them and all other nodes. */
public final class Delivery {
  private final Message message;
  private volatile byte @Nullable [] json;

  /** Of a message. */
  public Delivery(Message message) {
    this.message = message;
  }

  /** The message. */
  public Message message() {
    return message;
  }

  /** Where it belongs. */
  public ChatId chat() {
    return message.chat();
  }

  /** Its place there. */
  public long seq() {
    return message.seq();
  }

  /**
   * Its {@code msg} frame; shared, not to be changed. Two event loops at once may make it twice.
   */
  public byte[] json() {
    var made = json;
    if (made == null) {
      made =
          ServerFrames.json(new ServerFrame.Msg(message)).encode().getBytes(StandardCharsets.UTF_8);
      json = made;
    }
    return made;
  }
}
