package dev.whiteboard.chat.client;

import dev.whiteboard.chat.protocol.ServerFrame;
import java.net.URI;

/** What a client's connection is like. */
public sealed interface ClientState {
  /** Not started yet. */
  record New() implements ClientState {}

  /**
   * It tries to reach a node.
   *
   * @param node which
   */
  record Connecting(URI node) implements ClientState {}

  /**
   * It is served.
   *
   * @param welcome by whom, and how
   */
  record Online(ServerFrame.Welcome welcome) implements ClientState {}

  /**
   * It has no connection, and will try again by itself.
   *
   * @param waitMs after this
   * @param why it has none
   */
  record Waiting(long waitMs, String why) implements ClientState {}

  /**
   * It has none and will not try: the end.
   *
   * @param code the service's, 4500 to 4999; 1000 where its owner closed it; the status where no
   *     token is to be had
   * @param why for people
   */
  record Stopped(int code, String why) implements ClientState {}
}
