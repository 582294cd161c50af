/**
 * Topics of Kafka as the services here want them: a deadline on each call, and nothing that has to
 * be there at the start.
 *
 * <p>Reading order: {@link dev.whiteboard.kit.kafka.KafkaTopic}. Producers and consumers are each
 * service's own. So is Kafka's client on the class path: a service without Kafka goes without it.
 *
 * <p>Threads: calls block and are for virtual threads, or a thread that talks to Kafka anyway.
 */
@NullMarked
package dev.whiteboard.kit.kafka;

import org.jspecify.annotations.NullMarked;
