package dev.whiteboard.chat.log;

/** What a message says: words, or bytes that the service can't read. */
public sealed interface Content {
  /**
   * Words.
   *
   * @param body what is said
   */
  record Words(String body) implements Content {}

  /**
   * A message of an MLS group.
   *
   * @param ciphertext its bytes
   */
  record Sealed(Ciphertext ciphertext) implements Content {}

  /** Nothing: a deletion, or a message that was deleted. */
  record Nothing() implements Content {}
}
