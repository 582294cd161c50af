package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SubscriptionId;
import dev.whiteboard.chat.id.UserId;
import java.time.Instant;

/**
 * A push to let wait.
 *
 * @param subscription by which it would be told
 * @param chat what it is about
 * @param user whom it would be told
 * @param upto the newest message that it is about
 * @param said when the oldest of them was kept
 * @param urgent whether he was spoken to
 */
record DuePush(
    SubscriptionId subscription,
    ChatId chat,
    UserId user,
    long upto,
    Instant said,
    boolean urgent) {
  /** Both in one: what is told by one subscription of one chat. */
  DuePush with(DuePush later) {
    return new DuePush(
        subscription, chat, user, Math.max(upto, later.upto), said, urgent || later.urgent);
  }
}
