package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.SubscriptionId;
import java.util.UUID;

/**
 * A push that this node has taken, until its lease ends.
 *
 * @param subscription by which it is told
 * @param chat what it is about
 * @param upto the newest message that it is about
 * @param attempts how often it has failed
 * @param rank when it is its turn; lower comes first
 * @param lease the lease's name: what is noted of a push without it is not taken
 * @param leaseEndNanos when that ends, by this node's stopwatch; others may take it from then on
 */
record Taken(
    SubscriptionId subscription,
    ChatId chat,
    long upto,
    int attempts,
    long rank,
    UUID lease,
    long leaseEndNanos) {}
