package dev.whiteboard.chat.protocol;

import dev.whiteboard.chat.id.MessageId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A frame that can't be understood; the message names each bad field. */
public final class BadFrameException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable MessageId mid;

  BadFrameException(Optional<MessageId> mid, String detail) {
    super(detail, null, false, false);
    this.mid = mid.orElse(null);
  }

  /** The message that it was about, as far as that could be read. */
  public Optional<MessageId> mid() {
    return Optional.ofNullable(mid);
  }

  /** Why, for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
