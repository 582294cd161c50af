package dev.whiteboard.chat.push.channel;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.chat.id.UserId;
import java.util.Optional;

/**
 * That messages wait in a chat.
 *
 * @param subscription by which it is told
 * @param user whom it is told
 * @param chat where they wait
 * @param chatName what that chat is called, to him
 * @param count how many wait, of others; {@link #COUNTED_MAX} for that many or more
 * @param seq the place of the newest
 * @param latest what the newest says; empty where the service can't read it
 * @param urgent whether he was spoken to: in a direct chat, or by name
 */
public record Notice(
    SubscriptionId subscription,
    UserId user,
    ChatId chat,
    String chatName,
    int count,
    long seq,
    Optional<Latest> latest,
    boolean urgent) {
  /** So many messages are counted, and no more. */
  public static final int COUNTED_MAX = 100;

  private static final int WORDS_CHARS_MAX = 120;

  /**
   * The newest message.
   *
   * @param from its sender's name
   * @param words what it says, or how that begins; empty for a message of files alone
   */
  public record Latest(String from, String words) {
    /** Cuts off what is too long for a notification, between two characters. */
    public Latest {
      if (words.codePointCount(0, words.length()) > WORDS_CHARS_MAX) {
        words = words.substring(0, words.offsetByCodePoints(0, WORDS_CHARS_MAX - 1)) + "…";
      }
    }
  }

  /** The same for each try of this push, so that a receiver knows a repetition. */
  public String id() {
    return subscription + "." + chat + "." + seq;
  }

  /** In one line: {@code 3 new messages}. */
  public String counted() {
    return switch (count) {
      case 1 -> "new message";
      case COUNTED_MAX -> (COUNTED_MAX - 1) + "+ new messages";
      default -> count + " new messages";
    };
  }
}
