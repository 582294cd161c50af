package dev.whiteboard.chat.log;

import java.util.Optional;
import java.util.UUID;

/**
 * A draft on its way through Kafka, and who waits for its place.
 *
 * @param node the node that waits
 * @param number what the node knows it by
 * @param draft the draft
 */
record Request(UUID node, long number, Draft draft) {
  /**
   * What became of one.
   *
   * @param node the node that waits
   * @param number what it knows the request by
   * @param outcome what became of it; empty where the tables do not take it
   */
  record Answer(UUID node, long number, Optional<Appended> outcome) {}
}
