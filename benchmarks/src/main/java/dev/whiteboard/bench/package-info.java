/**
 * Benchmarks in process, with JMH: each class tells its topology and its command. And what runs all
 * measurements, these and the rigs, one after the other.
 *
 * <p>A benchmark verifies its answer: a fast wrong one fails.
 *
 * <p>Reading order: {@link dev.whiteboard.bench.Bench}, {@link dev.whiteboard.bench.AllBenches},
 * {@link dev.whiteboard.bench.JmhSource}, {@link dev.whiteboard.bench.LimiterBenchmark}.
 */
@NullMarked
package dev.whiteboard.bench;

import org.jspecify.annotations.NullMarked;
