/**
 * Prometheus metrics: what the JVM does, what the HTTP server does, and what a service adds.
 *
 * <p>One class, {@link dev.whiteboard.kit.metrics.Metrics}; counters may be bumped on any thread.
 */
@NullMarked
package dev.whiteboard.kit.metrics;

import org.jspecify.annotations.NullMarked;
