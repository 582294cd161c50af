package dev.whiteboard.cdn.purge;

/** Brings letters to other nodes, some of them, in any order, some of them twice. */
@FunctionalInterface
public interface PurgeTransport {
  /**
   * Sends one. What goes wrong is not told: who needs to know waits for an answer, and sends again.
   * Never blocks.
   *
   * @param node a node's name, or the control plane's
   */
  void send(String node, Letter letter);
}
