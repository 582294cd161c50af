package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.secret.TokenHash;

/** Who may read and change a link. */
public sealed interface Ownership {
  /**
   * The holder of an API key.
   *
   * @param keyId the key's public part
   */
  record OfKey(String keyId) implements Ownership {}

  /**
   * Whoever holds the link's manage token.
   *
   * @param tokenHash what the token is checked against; the token itself is not kept
   */
  record OfToken(TokenHash tokenHash) implements Ownership {}
}
