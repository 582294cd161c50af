/**
 * 10 million sockets on gateways, one of which dies: how long until all its clients are served
 * again.
 *
 * <p>Reading order: {@link dev.whiteboard.simulation.chat.Crowd}, {@link
 * dev.whiteboard.simulation.chat.Gateway}, {@link dev.whiteboard.simulation.chat.Comeback}, {@link
 * dev.whiteboard.simulation.chat.Returns}, {@link dev.whiteboard.simulation.chat.Heartbeats}. The
 * waits are those of the chat's Java library, the time is that of the CDN's simulated worlds.
 */
@NullMarked
package dev.whiteboard.simulation.chat;

import org.jspecify.annotations.NullMarked;
