/**
 * How Kafka hears of messages: what is committed with them is told later, and never forgotten.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.outbox.OutboxRelay}, {@link
 * dev.whiteboard.chat.outbox.LaneRelay}, {@link dev.whiteboard.chat.outbox.LanePublisher}; for who
 * reads the topic {@link dev.whiteboard.chat.outbox.OutboxConsumer}, {@link
 * dev.whiteboard.chat.outbox.OutboxTopic}, {@link dev.whiteboard.chat.outbox.OutboxRecord}, {@link
 * dev.whiteboard.chat.outbox.OutboxCodec}.
 *
 * <p>Threads: a virtual thread for each lane of each shard, and one for each reader; nothing is
 * called from outside but start and close.
 */
@NullMarked
package dev.whiteboard.chat.outbox;

import org.jspecify.annotations.NullMarked;
