/**
 * The client: one device of a user, which keeps its connection up, sends each message until it has
 * its place, and applies each message of its chats once and in order.
 *
 * <pre>
 *   ChatClients ─ one event loop each ─┬─ ChatClient ─┬─ Outbox     what is to be sent, until sent
 *   Vert.x, clock, timers, HTTP        │              ├─ Reception  cursors, syncs, acks
 *                                      │              └─ Line       the WebSocket, one after another
 *                                      └─ ChatClient …
 *   ChatHttp ─ HTTP: users, sessions, chats
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.chat.client.ChatClients}, {@link
 * dev.whiteboard.chat.client.ChatClient}, {@link dev.whiteboard.chat.client.ChatListener}, then
 * {@code ChatCursor} for the rule that all rests on, {@code Reception}, {@code Outbox}, {@code
 * Line}.
 *
 * <p>Threads: a client belongs to one event loop, on which its listener is called and its stages
 * complete; who blocks there holds up all clients of the loop. What a client is told may come from
 * any thread.
 */
@NullMarked
package dev.whiteboard.chat.client;

import org.jspecify.annotations.NullMarked;
