/**
 * Structured logs: one line an event; text on a terminal, JSON elsewhere.
 *
 * <p>One class, {@link dev.whiteboard.kit.log.LogSetup}. Log with SLF4J's fluent API and key-value
 * pairs, the request's id among them.
 */
@NullMarked
package dev.whiteboard.kit.log;

import org.jspecify.annotations.NullMarked;
