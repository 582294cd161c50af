/**
 * How this service reads from Kafka: a thread that outlives Kafka's absence, and batches shared by
 * a group of nodes.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.kafka.KafkaLoop}, {@link
 * dev.whiteboard.chat.kafka.GroupReader}.
 *
 * <p>Threads: one for each loop; readers are called on it alone.
 */
@NullMarked
package dev.whiteboard.chat.kafka;

import org.jspecify.annotations.NullMarked;
