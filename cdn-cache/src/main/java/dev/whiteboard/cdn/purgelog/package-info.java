/**
 * The log of invalidations in Kafka.
 *
 * <p>Start at {@link dev.whiteboard.cdn.purgelog.KafkaInvalidationLog}, then {@link
 * dev.whiteboard.cdn.purgelog.PurgeTopic}, {@code LogWriter}, {@code LogReader}. Calls of Kafka
 * that block run on two virtual threads, one that writes and one that reads; answers come on those,
 * or on the producer's network thread, and what hangs on them must not block.
 */
@NullMarked
package dev.whiteboard.cdn.purgelog;

import org.jspecify.annotations.NullMarked;
