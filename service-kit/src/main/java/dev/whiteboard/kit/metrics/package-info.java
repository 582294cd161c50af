/**
 * Prometheus metrics: what the JVM does, what the HTTP server does, and what a service adds.
 *
 * <p>In reading order: {@link dev.whiteboard.kit.metrics.Metrics}, where a service has its meters;
 * {@link dev.whiteboard.kit.metrics.LatencyTimer}, how it times what people wait for. Meters of
 * what the kit opens are beside what they are of: pools in {@code store}, event loops in {@code
 * run}. All of them may be bumped on any thread.
 */
@NullMarked
package dev.whiteboard.kit.metrics;

import org.jspecify.annotations.NullMarked;
