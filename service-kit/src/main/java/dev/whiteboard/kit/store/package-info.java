/**
 * Connections to PostgreSQL and Redis as every service here wants them: a deadline on each wait,
 * and back by themselves after an outage.
 *
 * <p>Reading order: {@link dev.whiteboard.kit.store.DatabaseUrl}, {@link
 * dev.whiteboard.kit.store.Database}, {@link dev.whiteboard.kit.store.Redis}, {@link
 * dev.whiteboard.kit.store.RedisConnection}, {@link dev.whiteboard.kit.store.RedisServers}.
 *
 * <p>Threads: JDBC blocks and is for virtual threads; Lettuce's asynchronous commands may be sent
 * from anywhere and complete on its own I/O threads.
 */
@NullMarked
package dev.whiteboard.kit.store;

import org.jspecify.annotations.NullMarked;
