/**
 * Benchmarks in process, with JMH. Each class tells its topology and its command.
 *
 * <p>A benchmark verifies its answer: a fast wrong one fails.
 */
@NullMarked
package dev.whiteboard.bench;

import org.jspecify.annotations.NullMarked;
