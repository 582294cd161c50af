package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.ChatId;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a client is made of.
 *
 * @param nodes where the service is, as {@code http://host:port}: the first is tried first, and
 *     then any other
 * @param tokens what it shows
 * @param cursors how far it is in each chat, from its last run
 * @param limits what it may take
 */
public record ClientOptions(
    List<URI> nodes, TokenSource tokens, Map<ChatId, Long> cursors, ClientLimits limits) {
  public ClientOptions {
    nodes = List.copyOf(nodes);
    cursors = Map.copyOf(cursors);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("there must be a node");
    }
  }

  /** For a device that has nothing yet. */
  public static ClientOptions of(List<URI> nodes, TokenSource tokens) {
    return new ClientOptions(nodes, tokens, Map.of(), ClientLimits.DEFAULT);
  }
}
