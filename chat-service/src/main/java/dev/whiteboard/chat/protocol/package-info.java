/**
 * The frames of {@code chat.v1+json}: one JSON object each, told apart by {@code t}.
 *
 * <pre>
 *  client                                   service
 *    hello token, cursors ──────────────────▸
 *    ◂────────────────────────────── welcome
 *    ◂──────────── msg … or gap, for what it lacks
 *    send mid ──────────────────────────────▸ durable
 *    ◂───────────────────────────── sent seq
 *    ◂────────────── msg seq, to every member
 *    ack upto ──────────────────────────────▸
 *    ping ──────────────────────────────────▸
 *    ◂──────── pong, heads where it is behind
 * </pre>
 *
 * <p>A client that takes {@code seq == last + 1}, drops {@code seq <= last} and answers {@code seq
 * > last + 1} with {@code sync} has every message once and in order, whatever dies between.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.protocol.ClientFrame}, {@link
 * dev.whiteboard.chat.protocol.ServerFrame}, {@link dev.whiteboard.chat.protocol.CloseCode}, {@link
 * dev.whiteboard.chat.protocol.ClientFrames}, {@link dev.whiteboard.chat.protocol.ServerFrames}.
 *
 * <p>Threads: values and pure functions.
 */
@NullMarked
package dev.whiteboard.chat.protocol;

import org.jspecify.annotations.NullMarked;
