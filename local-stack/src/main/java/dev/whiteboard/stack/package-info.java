/**
 * PostgreSQL, Redis and Kafka for real, three ways: embedded (unpacked and started here), in
 * containers, or external (already running somewhere).
 *
 * <pre>
 *                       LocalStack ── addresses() ──► StackAddresses
 *            ┌──────────────┼───────────────┐
 *      EmbeddedStack  ContainerStack  ExternalStack
 *            │
 *   ┌────────┼──────────────┐
 *   EmbeddedPostgres  EmbeddedRedis  EmbeddedKafka      one server each; a test of what happens
 *   └──── a process ──────┘          in this JVM        when one is gone takes one of its own
 * </pre>
 *
 * <p>To read in this order: {@link dev.whiteboard.stack.LocalStack}, {@link
 * dev.whiteboard.stack.EmbeddedStack}, {@link dev.whiteboard.stack.EmbeddedServer} and the three
 * that implement it, then {@link dev.whiteboard.stack.process.Daemon} for how no process is left
 * behind. A {@link dev.whiteboard.stack.ServerCluster} is three servers that are one. {@link
 * dev.whiteboard.stack.junit.NeedsStack} is what a test uses.
 *
 * <p>Threads: everything here blocks, on the caller's thread, with a deadline on every wait; a
 * stack starts and closes its servers side by side on virtual threads. Kafka brings about sixty
 * threads of its own. Nothing here may be called from an event loop.
 */
@NullMarked
package dev.whiteboard.stack;

import org.jspecify.annotations.NullMarked;
